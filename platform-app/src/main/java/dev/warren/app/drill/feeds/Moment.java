package dev.warren.app.drill.feeds;

import dev.warren.app.lab.MailServer.Step;
import java.util.List;

/** Where the way of an item to its reader is cut, between every two of its steps. */
sealed interface Moment {

    /** The way in its order. */
    List<Moment> ALL =
            List.of(
                    new Asked("a feed was asked, and has not answered"),
                    new Blocked("a feed is read, its items are not stored", "feeds.item"),
                    new Blocked("a digest is begun", "feeds.digest_item"),
                    new Blocked("a digest is written, its mails are not queued", "core.mails"),
                    new Blocked("mails are queued, nothing is committed", "feeds.digest_run"),
                    new Unclaimed("all is committed, nobody sends the mails"),
                    new AtServer("a mail is claimed, its server says nothing yet", Step.CONNECTED),
                    new AtServer("EHLO", Step.EHLO),
                    new AtServer("MAIL", Step.MAIL),
                    new AtServer("RCPT", Step.RCPT),
                    new AtServer("DATA, before the mail", Step.DATA),
                    new AtServer("within the mail", Step.HALF),
                    new AtServer("after the last dot, before 250", Step.DOT),
                    new Unmarked("after 250, before the mail is marked"),
                    new Marked("a mail is marked as sent"));

    /** What has happened, and what has not. */
    String words();

    /** A feed's server has got the request. */
    record Asked(String words) implements Moment {}

    /** The program is about to write to a table, which is locked. */
    record Blocked(String words, String table) implements Moment {}

    /** Mails wait, and the queue of their domain is locked. */
    record Unclaimed(String words) implements Moment {}

    /** The mail server has come to a step, and does nothing. */
    record AtServer(String words, Step step) implements Moment {}

    /** The mail server has said that it has the mail, and the queue is locked. */
    record Unmarked(String words) implements Moment {}

    /** The queue says that a mail is sent. */
    record Marked(String words) implements Moment {}
}
