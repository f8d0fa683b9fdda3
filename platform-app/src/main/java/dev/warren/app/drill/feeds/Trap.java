package dev.warren.app.drill.feeds;

import dev.warren.app.lab.MailServer;
import dev.warren.app.lab.MailServer.Act;
import dev.warren.app.lab.MailServer.Step;
import dev.warren.app.lab.Newsroom;
import dev.warren.app.lab.WarrenDatabase;
import dev.warren.app.lab.WarrenDatabase.Hold;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Stops a Warren at a moment, so that it can be killed there: by a feed or a mail server that
 * waits, or by a lock in its database. Made before the moment can come; closed when the process is
 * gone.
 */
final class Trap implements AutoCloseable {

    private static final int LONGEST_SECONDS = 120;
    private static final String QUEUE = "core.mails";
    private static final String SENT = "select count(*) from core.mails where state = 'sent'";
    private static final String ALL = "select count(*) from core.mails";

    private final Newsroom news;
    private final MailServer mail;
    private final WarrenDatabase database;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger caught = new AtomicInteger();

    /** Guarded by itself: locks are taken by the mail server's threads too. */
    private final List<Hold> holds = new ArrayList<>();

    private final BooleanSupplier sprung;

    Trap(Moment moment, Newsroom news, MailServer mail, WarrenDatabase database) {
        this.news = news;
        this.mail = mail;
        this.database = database;
        this.sprung = set(moment);
    }

    /** Whether the moment has come, and the process stands there. */
    boolean isSprung() {
        return sprung.getAsBoolean();
    }

    private BooleanSupplier set(Moment moment) {
        return switch (moment) {
            case Moment.Asked _ -> {
                news.whenAsked(this::catchOne);
                yield () -> caught.get() > 0;
            }
            case Moment.Blocked(_, String table) -> {
                lock(table);
                yield () -> database.isWaitedFor(table);
            }
            case Moment.Unclaimed _ -> {
                hold("select 1 from core.mail_domains for update");
                long before = database.number(ALL);
                yield () -> database.number(ALL) > before;
            }
            case Moment.AtServer(_, Step step) -> {
                mail.manners((now, _) -> now == step ? caught(step) : new Act.Usual());
                yield () -> caught.get() > 0;
            }
            case Moment.Unmarked _ -> {
                mail.manners((now, _) -> unmarked(now));
                yield () -> caught.get() > 0 && database.isWaitedFor(QUEUE);
            }
            case Moment.Marked _ -> {
                long before = database.number(SENT);
                yield () -> database.number(SENT) > before;
            }
        };
    }

    private void lock(String table) {
        hold("lock table " + table + " in exclusive mode");
    }

    private void hold(String sql) {
        synchronized (holds) {
            holds.add(database.hold(sql));
        }
    }

    /** A server that was stopped after it had the mail has it. */
    private Act caught(Step step) {
        catchOne();
        return step == Step.DOT ? new Act.KeepAndHangUp() : new Act.HangUp();
    }

    private Act unmarked(Step step) {
        if (step == Step.DOT) {
            synchronized (holds) {
                if (holds.isEmpty()) {
                    lock(QUEUE);
                }
            }
        }
        if (step == Step.TAKEN) {
            caught.incrementAndGet();
        }
        return new Act.Usual();
    }

    private void catchOne() {
        caught.incrementAndGet();
        try {
            if (!over.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                caught.set(0);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        news.whenAsked(() -> {});
        mail.manners((_, _) -> new Act.Usual());
        over.countDown();
        synchronized (holds) {
            holds.forEach(Hold::close);
        }
    }
}
