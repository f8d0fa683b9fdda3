package dev.warren.feeds.mail;

import dev.warren.core.mail.MailAddress;
import dev.warren.core.mail.Outbox;
import dev.warren.core.mail.OutgoingMail;
import dev.warren.core.people.Account;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.util.HtmlUtils;

/**
 * Who agreed to get mail on an account's behalf. An address is asked once, and again when its
 * account wishes so, a few times a month at most, and never again once it refused. Blocks;
 * thread-safe.
 */
public final class Consents {

    /** Whose mails these are in the outbox. */
    public static final String TOPIC = "feeds";

    private static final int TOKEN_BYTES = 20;
    private static final int MOST_TIMES = 3;
    private static final Duration TIMES_WITHIN = Duration.ofDays(30);
    private static final Duration LEAST_PAUSE = Duration.ofHours(1);

    /** Of all accounts together, so that nobody is flooded by many. */
    private static final int MOST_A_DAY = 5;

    /**
     * @param demanded whether anybody has to agree before mail is sent
     */
    public record Parts(
            ConsentRows rows,
            Outbox outbox,
            Links links,
            boolean demanded,
            TransactionTemplate transactions,
            SecureRandom random,
            InstantSource clock) {}

    private final Parts parts;

    public Consents(Parts parts) {
        this.parts = parts;
    }

    /** Whether an address may get mail, and what its account may know of that. */
    public enum Standing {
        /** Mail is sent. */
        GOOD,
        /** It was asked and has not answered. */
        ASKED,
        /** Too many ask it; nobody else may today. */
        ASKED_ENOUGH,
        /** It wants none, and is not asked again. */
        REFUSED
    }

    /** Asks if that is needed and allowed. */
    public Standing stand(Account account, MailAddress address) {
        Standing standing = parts.transactions.execute(_ -> ask(account, address));
        return standing == null ? Standing.ASKED : standing;
    }

    /** Whether an address may get mail; asks nobody. */
    public Standing standing(Account account, MailAddress address) {
        Optional<ConsentRows.Row> row = parts.rows.find(account.id(), address);
        return decided(account, address, row).orElseGet(() -> waiting(row));
    }

    private Optional<Standing> decided(
            Account account, MailAddress address, Optional<ConsentRows.Row> row) {
        if (row.filter(ConsentRows.Row::refused).isPresent()) {
            return Optional.of(Standing.REFUSED);
        }
        boolean own = account.email().filter(address.value()::equalsIgnoreCase).isPresent();
        boolean confirmed = row.filter(ConsentRows.Row::confirmed).isPresent();
        return own || confirmed || !parts.demanded ? Optional.of(Standing.GOOD) : Optional.empty();
    }

    private Standing ask(Account account, MailAddress address) {
        Instant now = parts.clock.instant();
        Optional<ConsentRows.Row> row = parts.rows.lock(account.id(), address);
        Optional<Standing> decided = decided(account, address, row);
        if (decided.isPresent()) {
            return decided.get();
        }
        boolean unsent = row.isPresent() && !row.get().sent() && parts.outbox.folder().isEmpty();
        if (!unsent && !mayAsk(row, address, now)) {
            return waiting(row);
        }
        send(account, address, row, now);
        // without a server nothing leaves this machine, so nobody has to be asked
        return parts.outbox.folder().isPresent() ? Standing.GOOD : Standing.ASKED;
    }

    private Standing waiting(Optional<ConsentRows.Row> row) {
        if (parts.outbox.folder().isPresent()) {
            return Standing.GOOD;
        }
        return row.isPresent() ? Standing.ASKED : Standing.ASKED_ENOUGH;
    }

    private boolean mayAsk(Optional<ConsentRows.Row> row, MailAddress address, Instant now) {
        boolean often =
                row.isPresent()
                        && row.get().times() >= MOST_TIMES
                        && row.get().timesSince().plus(TIMES_WITHIN).isAfter(now);
        boolean justNow = row.isPresent() && row.get().askedAt().plus(LEAST_PAUSE).isAfter(now);
        return !often
                && !justNow
                && parts.rows.askedSince(address, now.minus(Duration.ofDays(1))) < MOST_A_DAY;
    }

    private void send(
            Account account, MailAddress address, Optional<ConsentRows.Row> row, Instant now) {
        byte[] secret = new byte[TOKEN_BYTES];
        parts.random.nextBytes(secret);
        String token = row.map(ConsentRows.Row::token).orElse(HexFormat.of().formatHex(secret));
        boolean newCount = row.isEmpty() || !row.get().timesSince().plus(TIMES_WITHIN).isAfter(now);
        int times = newCount ? 1 : row.get().times() + 1;
        Instant since = newCount ? now : row.get().timesSince();
        parts.rows.asked(
                account.id(),
                address,
                new ConsentRows.Asked(token, now, times, since, parts.outbox.folder().isEmpty()));
        String id = "consent.%s.%d".formatted(token.substring(0, 16), now.getEpochSecond());
        Rendered words = words(account, parts.links.consent(token));
        byte[] message =
                new MimeMail(words.text(), words.html())
                        .between(parts.outbox.from(), address)
                        .identified(
                                id + "@" + parts.outbox.from().address().domain(),
                                now.atZone(ZoneOffset.UTC))
                        .subject("Do you want mail of feeds from " + account.name() + "?")
                        .header("Auto-Submitted", "auto-generated")
                        .bytes();
        parts.outbox.queue(
                new OutgoingMail(TOPIC, "consent/" + id, account.id(), address, message));
    }

    private static Rendered words(Account account, URI page) {
        String said =
                "%s wants to send you digests of web feeds by mail, to this address."
                        .formatted(account.name());
        String open = "If you agree, open this page and press the button:";
        String nothing = "If you do not know what this is, do nothing: there will be no mail.";
        return new Rendered(
                "%s\n\n%s\n\n%s\n\n%s\n".formatted(said, open, page, nothing),
                "<!DOCTYPE html><html><body style=\"font-family:sans-serif\"><p>%s</p><p>%s</p><p><a href=\"%s\">%s</a></p><p>%s</p></body></html>\n"
                        .formatted(
                                HtmlUtils.htmlEscape(said),
                                open,
                                HtmlUtils.htmlEscape(page.toString()),
                                HtmlUtils.htmlEscape(page.toString()),
                                nothing));
    }

    /** What a link of a question leads to; empty when it leads nowhere. */
    public Optional<ConsentRows.Row> find(String token) {
        return parts.rows.find(token);
    }

    /** Notes an answer; whether there was such a question. */
    public boolean decide(String token, boolean agreed) {
        return parts.rows.decide(token, agreed, parts.clock.instant());
    }

    /**
     * Notes that the reader of {@code address} wants no mail for {@code account}, or some again.
     */
    public void decide(long account, MailAddress address, boolean agreed) {
        byte[] secret = new byte[TOKEN_BYTES];
        parts.random.nextBytes(secret);
        parts.rows.decide(
                account, address, agreed, HexFormat.of().formatHex(secret), parts.clock.instant());
    }
}
