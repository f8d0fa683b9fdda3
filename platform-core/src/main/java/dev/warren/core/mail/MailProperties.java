package dev.warren.core.mail;

import dev.warren.core.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Mail that leaves.
 *
 * @param host the server that takes mail for all the world; unset means that mails become files in
 *     the data directory's {@code outbox}
 * @param port its port; 0 means 465 with {@code tls=implicit}, 25 with {@code none}, else 587
 * @param tls {@code starttls} (demanded), {@code implicit}, {@code opportunistic} or {@code none}
 * @param user the name to log in with; unset means without
 * @param password the password to log in with
 * @param from the address that mails come from; unset means {@code warren@} the platform's domain
 * @param fromName the name beside it
 * @param bounces the address whose mail is given to {@code feeds bounce}; each mail then leaves
 *     from an address of its own below it, such as {@code bounces+…@example.com}; unset means that
 *     reports of mails that did not arrive go to {@code from}
 * @param dkimKey a PEM file with an RSA or Ed25519 key; unset means that mails are not signed here
 * @param dkimSelector the selector under which its public half is in DNS
 * @param dkimDomain the domain that signs; unset means the one of {@code from}
 * @param timeout how long a connection, and each answer of the server, may take
 * @param deadline how long the sending of one mail may take in all
 * @param retry the wait after a first failure; it doubles up to four hours
 * @param giveUp how old a mail becomes that cannot be sent
 * @param poll how often the database is asked what is to be sent
 * @param maxSending mails that are sent at a time, of one node
 * @param domainPause between two mails to addresses of one domain, on all nodes together
 * @param maxMessage how large a mail may be
 * @param memory what mails hold while they are sent
 * @param keep how long it is remembered what became of a mail, and how long files in {@code outbox}
 *     are kept
 */
@ConfigurationProperties("warren.mail")
public record MailProperties(
        @Nullable String host,
        @DefaultValue("0") int port,
        @DefaultValue("starttls") Tls tls,
        @Nullable String user,
        @Nullable String password,
        @Nullable String from,
        @DefaultValue("Warren") String fromName,
        @Nullable String bounces,
        @Nullable String dkimKey,
        @DefaultValue("warren") String dkimSelector,
        @Nullable String dkimDomain,
        @DefaultValue("30s") Duration timeout,
        @DefaultValue("3m") Duration deadline,
        @DefaultValue("1m") Duration retry,
        @DefaultValue("3d") Duration giveUp,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("4") int maxSending,
        @DefaultValue("1s") Duration domainPause,
        @DefaultValue("1MB") DataSize maxMessage,
        @DefaultValue("8MB") DataSize memory,
        @DefaultValue("30d") Duration keep) {

    /** How much memory a mail needs while it is sent: its bytes, and what signing makes of them. */
    static final int COPIES = 6;

    /** Before the {@code @} of {@code bounces}; 64 are allowed, and a plus and a token follow. */
    private static final int MOST_LOCAL = 30;

    /** What secures the way to the server. */
    public enum Tls {
        STARTTLS,
        IMPLICIT,
        OPPORTUNISTIC,
        NONE
    }

    public MailProperties {
        host = host == null || host.isBlank() ? null : host.strip();
        Duration least = Duration.ofMillis(50);
        boolean safe = tls == Tls.STARTTLS || tls == Tls.IMPLICIT;
        Settings.of("warren.mail")
                .between("port", port, 0, 65_535)
                .check(
                        (user == null) == (password == null),
                        "user",
                        String.valueOf(user),
                        "with warren.mail.password, or neither")
                .check(
                        user == null || safe,
                        "tls",
                        tls,
                        "starttls or implicit, since a password is sent")
                .check(
                        from == null || isAddress(from),
                        "from",
                        String.valueOf(from),
                        "a mail address such as news@example.com")
                .check(
                        bounces == null || isAddress(bounces) && bounces.indexOf('@') <= MOST_LOCAL,
                        "bounces",
                        String.valueOf(bounces),
                        "a mail address with at most %d characters before the @"
                                .formatted(MOST_LOCAL))
                .check(
                        fromName.chars().noneMatch(Character::isISOControl)
                                && fromName.length() <= 100,
                        "from-name",
                        fromName,
                        "up to 100 characters, no control characters")
                .check(
                        dkimSelector.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,62}"),
                        "dkim-selector",
                        dkimSelector,
                        "a DNS label")
                .between("timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(5))
                .between("deadline", deadline, timeout, Duration.ofMinutes(30))
                .between("retry", retry, least, Duration.ofHours(4))
                .between("give-up", giveUp, Duration.ofSeconds(1), Duration.ofDays(30))
                .between("poll", poll, least, Duration.ofMinutes(5))
                .between("max-sending", maxSending, 1, 100)
                .between("domain-pause", domainPause, Duration.ZERO, Duration.ofHours(1))
                .between(
                        "max-message",
                        maxMessage,
                        DataSize.ofKilobytes(256),
                        DataSize.ofMegabytes(50))
                .check(
                        memory.toBytes() >= COPIES * maxMessage.toBytes(),
                        "memory",
                        memory,
                        "at least %d times max-message, which is %s".formatted(COPIES, maxMessage))
                .between("keep", keep, Duration.ofDays(1), Duration.ofDays(3650))
                .done();
    }

    private static boolean isAddress(String text) {
        try {
            return !new MailAddress(text).value().isEmpty();
        } catch (IllegalArgumentException wrong) {
            return false;
        }
    }

    /** The port that is really meant. */
    int actualPort() {
        if (port != 0) {
            return port;
        }
        return switch (tls) {
            case IMPLICIT -> 465;
            case NONE -> 25;
            case STARTTLS, OPPORTUNISTIC -> 587;
        };
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "MailProperties[host=%s, port=%d, tls=%s]".formatted(host, actualPort(), tls);
    }
}
