package dev.warren.feeds.digest;

import dev.warren.core.events.DigestPaused;
import dev.warren.core.mail.MailAddress;
import dev.warren.core.mail.MailListener;
import dev.warren.feeds.mail.Consents;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses a digest whose mail its reader's side refuses for good. What the mail had is news again,
 * and comes once the digest goes on; so is what a mail had that nobody could deliver.
 */
final class Bounces implements MailListener {

    private static final Logger LOG = LoggerFactory.getLogger(Bounces.class);
    private static final String OF_A_DIGEST = "digest";

    private final DigestRows rows;
    private final NewsRows news;
    private final Consumer<Object> publisher;
    private final InstantSource clock;

    Bounces(DigestRows rows, NewsRows news, Consumer<Object> publisher, InstantSource clock) {
        this.rows = rows;
        this.news = news;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public String topic() {
        return Consents.TOPIC;
    }

    @Override
    public void bounced(String key, MailAddress to, String reason) {
        String why = "%s refuses mail: %s".formatted(to, reason);
        String[] words = key.split("/");
        if (!words[0].equals(OF_A_DIGEST)) {
            // it was asked whether it wants any
            rows.pauseAll(to, why);
            return;
        }
        giveBack(words);
        // a mail on its way to an address that the file no longer has says nothing
        Optional<Digest> digest =
                rows.find(Long.parseLong(words[1])).filter(one -> one.email().equals(to));
        digest.ifPresent(one -> {
            rows.pause(one.id(), why);
            LOG.info("digest paused digest={} reason=\"{}\"", one.id(), reason);
            publisher.accept(new DigestPaused(one.owner(), one.name(), why, clock.instant()));
        });
    }

    @Override
    public void givenUp(String key, MailAddress to, String reason) {
        String[] words = key.split("/");
        if (words[0].equals(OF_A_DIGEST)) {
            giveBack(words);
        }
    }

    private void giveBack(String[] words) {
        news.giveBack(
                Long.parseLong(words[1]), Long.parseLong(words[2]), Integer.parseInt(words[3]));
    }
}
