package dev.warren.core.people.service;

import dev.warren.core.people.AccountName;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Picks names for new accounts. */
final class AccountNames {

    /** Names that would be mistaken for the platform's own, or stand for nobody in particular. */
    private static final Set<String> RESERVED =
            Set.of(
                    "abuse",
                    "admin",
                    "administrator",
                    "alerts",
                    "anonymous",
                    "api",
                    "app",
                    "apps",
                    "assets",
                    "auth",
                    "autoconfig",
                    "autodiscover",
                    "backup",
                    "blog",
                    "bouncer",
                    "bouncerserv",
                    "cdn",
                    "console",
                    "daemon",
                    "default",
                    "dns",
                    "docs",
                    "everyone",
                    "feeds",
                    "ftp",
                    "git",
                    "guest",
                    "health",
                    "help",
                    "hostmaster",
                    "http",
                    "https",
                    "imap",
                    "info",
                    "irc",
                    "library",
                    "localhost",
                    "login",
                    "mail",
                    "me",
                    "metrics",
                    "mx",
                    "nobody",
                    "noreply",
                    "ns",
                    "operator",
                    "owner",
                    "pop",
                    "postgres",
                    "postmaster",
                    "public",
                    "registry",
                    "root",
                    "security",
                    "sftp",
                    "smtp",
                    "ssh",
                    "ssl",
                    "static",
                    "status",
                    "superuser",
                    "support",
                    "sys",
                    "sysadmin",
                    "system",
                    "test",
                    "tls",
                    "tuns",
                    "tunnel",
                    "tunnels",
                    "undefined",
                    "user",
                    "users",
                    "v1",
                    "v2",
                    "warren",
                    "webmaster",
                    "wpad",
                    "www");

    private static final List<String> QUALITIES =
            List.of(
                    "amber", "bold", "brave", "brisk", "calm", "clear", "clever", "cosy", "eager",
                    "early", "fair", "fleet", "fresh", "gentle", "glad", "golden", "green", "happy",
                    "keen", "kind", "lively", "lucky", "mellow", "merry", "nimble", "proud",
                    "quick", "quiet", "silver", "spry", "sunny", "swift");

    private static final List<String> CREATURES =
            List.of(
                    "badger",
                    "bat",
                    "bee",
                    "bison",
                    "crane",
                    "deer",
                    "dove",
                    "falcon",
                    "ferret",
                    "finch",
                    "fox",
                    "hare",
                    "hedgehog",
                    "heron",
                    "ibex",
                    "jay",
                    "lark",
                    "lynx",
                    "marten",
                    "mole",
                    "moose",
                    "newt",
                    "otter",
                    "owl",
                    "puffin",
                    "rabbit",
                    "raven",
                    "robin",
                    "seal",
                    "stoat",
                    "vole",
                    "wren");

    private final RandomGenerator random;

    AccountNames(RandomGenerator random) {
        this.random = random;
    }

    static boolean isReserved(String name) {
        return RESERVED.contains(name);
    }

    /** The wish, if it can be a name and nobody has it; otherwise a readable name that is free. */
    AccountName pick(String wish, Predicate<String> free) {
        if (AccountName.isValid(wish) && !isReserved(wish) && free.test(wish)) {
            return new AccountName(wish);
        }
        String name = any(QUALITIES) + any(CREATURES);
        while (!free.test(name)) {
            name = any(QUALITIES) + any(CREATURES) + random.nextInt(10, 1_000_000);
        }
        return new AccountName(name);
    }

    private String any(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
