package dev.warren.tunnels.naming;

import dev.warren.core.people.AccountName;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.tunnels.naming.ForwardKind.Alias;
import dev.warren.tunnels.naming.ForwardKind.AnyAlias;
import dev.warren.tunnels.naming.ForwardKind.AnyPort;
import dev.warren.tunnels.naming.ForwardKind.AnyWeb;
import dev.warren.tunnels.naming.ForwardKind.Domain;
import dev.warren.tunnels.naming.ForwardKind.Port;
import dev.warren.tunnels.naming.ForwardKind.Problem;
import dev.warren.tunnels.naming.ForwardKind.Unusable;
import dev.warren.tunnels.naming.ForwardKind.Web;
import io.netty.util.NetUtil;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads forward requests. What a user types and what OpenSSH makes of it:
 *
 * <pre>
 * -R 80:…, -R localhost:80:…   "localhost", 80    a web address, named by us
 * -R '*:80:…', -R :80:…        "", 80             the same
 * -R web:80:…, -R web:443:…    "web", 80 or 443   the web address alice-web
 * -R 0:…                       "localhost", 0     a TCP port of our choice
 * -R 10022:…, -R '*:10022:…'   …, 10022           that TCP port
 * -R box:22:…                  "box", 22          the private alias box, port 22
 * -R web/api:80:…              "web/api", 80      a part of that web address
 * -R '*.web:80:…'              "*.web", 80        all names below that web address
 * -R my.example.com:80:…       as typed, 80       a domain of the user's own
 * </pre>
 */
public final class ForwardKinds {

    private static final String NAMES = "letters, digits and inner hyphens, such as web or my-app2";

    private static final String WILDCARD = "*.";
    private static final Pattern HOST =
            Pattern.compile(
                    "(?=.{4,253}$)([a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])");

    private final String domain;
    private final Set<String> reserved;

    /**
     * @param domain the tunnels' domain, lower case
     * @param reserved names that no web address may have, lower case
     */
    public ForwardKinds(String domain, Set<String> reserved) {
        this.domain = domain;
        this.reserved = Set.copyOf(reserved);
    }

    /**
     * What {@code request} means when {@code owner} makes it.
     *
     * @param alias whether the user wants everything private
     */
    public ForwardKind of(AccountName owner, ForwardRequest request, boolean alias) {
        String address = request.bindAddress();
        if (isEverywhere(address)) {
            return unnamed(request.bindPort(), alias);
        }
        if (!address.chars().allMatch(c -> c < 128)) {
            return new Unusable(
                    Problem.NAME,
                    "%s: names with letters beyond a to z are not served (expected: %s)"
                            .formatted(Plain.text(address), NAMES));
        }
        int slash = address.indexOf('/');
        String name = slash < 0 ? address : address.substring(0, slash);
        Optional<BoundPath> path =
                slash < 0 ? Optional.of(BoundPath.ROOT) : BoundPath.parse(address.substring(slash));
        if (name.indexOf('@') >= 0 || name.indexOf(':') >= 0) {
            return new Unusable(
                    Problem.UNSUPPORTED,
                    // never repeated: it may hold a password
                    "a password in front of the port is not served (expected: a name alone, and the"
                            + " option basic-auth=name:password)");
        }
        if (path.isEmpty() || name.isEmpty()) {
            return new Unusable(
                    Problem.NAME,
                    "a path that cannot be bound (expected: the form web/api/v1, up to 8 parts of"
                            + " letters, digits and . _ ~ -)");
        }
        boolean web = isWeb(request.bindPort()) && !alias;
        if (!web && (!path.get().isRoot() || name.startsWith(WILDCARD))) {
            return new Unusable(
                    Problem.PORT,
                    "paths and wildcards are for web tunnels (expected: port 80 or 443)");
        }
        return named(owner, new Named(lower(name), path.get()), request.bindPort(), web);
    }

    /** What stands in front of the port: a name, lower case, and the path behind it. */
    private record Named(String name, BoundPath path) {

        boolean wildcard() {
            return name.startsWith(WILDCARD);
        }

        /** The name without what makes it a wildcard. */
        String plain() {
            return wildcard() ? name.substring(WILDCARD.length()) : name;
        }
    }

    private static ForwardKind unnamed(int port, boolean alias) {
        if (alias) {
            return port == 0 ? aliasWithoutPort("0") : new AnyAlias(port);
        }
        if (isWeb(port)) {
            return new AnyWeb();
        }
        return port == 0 ? new AnyPort() : new Port(port);
    }

    private ForwardKind named(AccountName owner, Named asked, int port, boolean web) {
        return asked.plain().indexOf('.') >= 0
                ? dotted(owner, asked, port, web)
                : withName(owner, asked, asked.plain(), port, web);
    }

    private ForwardKind dotted(AccountName owner, Named asked, int port, boolean web) {
        String plain = asked.plain();
        String host = plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
        if (host.equals(domain)) {
            return new Unusable(
                    Problem.RESERVED,
                    "%s: the tunnels' own domain is not for tunnels (expected: a name below it)"
                            .formatted(host));
        }
        if (!host.endsWith("." + domain)) {
            return foreign(host, asked, web);
        }
        String label = host.substring(0, host.length() - domain.length() - 1);
        if (!label.startsWith(owner + "-")) {
            return new Unusable(
                    Problem.FOREIGN,
                    "%s: not a name of yours (expected: %s-….%s)"
                            .formatted(Plain.text(host), owner, domain));
        }
        return withName(owner, asked, label, port, web);
    }

    private static ForwardKind foreign(String host, Named asked, boolean web) {
        if (!web) {
            return new Unusable(
                    Problem.PORT,
                    "%s: domains are for web tunnels (expected: port 80 or 443)"
                            .formatted(Plain.text(host)));
        }
        return HOST.matcher(host).matches()
                ? new Domain(asked.wildcard() ? WILDCARD + host : host, asked.path())
                : new Unusable(
                        Problem.NAME,
                        "%s: not a domain (expected: the form my.example.com)"
                                .formatted(Plain.text(host)));
    }

    private ForwardKind withName(
            AccountName owner, Named asked, String typed, int port, boolean web) {
        String prefix = owner + "-";
        String name = typed.startsWith(prefix) ? typed.substring(prefix.length()) : typed;
        if (name.startsWith("xn--") || !TunnelName.hasForm(name)) {
            return new Unusable(
                    Problem.NAME,
                    "%s: not a name for a tunnel (expected: %s)"
                            .formatted(Plain.text(typed), NAMES));
        }
        if (name.length() > TunnelName.longest(owner)) {
            return new Unusable(
                    Problem.NAME,
                    "%s: %d characters are too long for a name (expected: at most %d)"
                            .formatted(Plain.text(name), name.length(), TunnelName.longest(owner)));
        }
        var full = new TunnelName(owner, name);
        return web ? web(new Web(full, asked.wildcard(), asked.path())) : alias(full, port);
    }

    private ForwardKind web(Web wanted) {
        String name = wanted.name().value();
        return reserved.contains(name)
                ? new Unusable(
                        Problem.RESERVED,
                        "%s: a reserved name (expected: any other)".formatted(name))
                : wanted;
    }

    private static ForwardKind alias(TunnelName name, int port) {
        return port == 0 ? aliasWithoutPort(name.value() + ":0") : new Alias(name, port);
    }

    private static Unusable aliasWithoutPort(String asked) {
        return new Unusable(
                Problem.PORT,
                "%s: a private alias has a port of its own (expected: 1 to 65535)"
                        .formatted(asked));
    }

    private static boolean isEverywhere(String address) {
        return address.isEmpty()
                || address.equals("*")
                || address.equalsIgnoreCase("localhost")
                || NetUtil.isValidIpV4Address(address)
                || NetUtil.isValidIpV6Address(address);
    }

    private static boolean isWeb(int port) {
        return port == 80 || port == 443;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
