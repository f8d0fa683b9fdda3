package dev.warren.tunnels.naming;

/** What a client's forward request means, before anyone looked whether it can be had. */
public sealed interface ForwardKind {

    /**
     * A web address under a name the user chose.
     *
     * @param wildcard whether it is for all names below that one
     * @param path which part of it
     */
    record Web(TunnelName name, boolean wildcard, BoundPath path) implements ForwardKind {

        public Web(TunnelName name) {
            this(name, false, BoundPath.ROOT);
        }
    }

    /** A web address under a name of our choice. */
    record AnyWeb() implements ForwardKind {}

    /** The TCP port the user asked for, 1 to 65535. */
    record Port(int port) implements ForwardKind {}

    /** A TCP port of our choice. */
    record AnyPort() implements ForwardKind {}

    /** A private name and port, reachable only through SSH. */
    record Alias(TunnelName name, int port) implements ForwardKind {}

    /** A private port under a name of our choice. */
    record AnyAlias(int port) implements ForwardKind {}

    /**
     * A web address under a host name that is not below the tunnels' own domain.
     *
     * @param host lower case, no trailing dot; with {@code *.} in front for all names below it
     * @param path which part of it
     */
    record Domain(String host, BoundPath path) implements ForwardKind {

        /** The host that its owner has to prove. */
        public String base() {
            return host.startsWith("*.") ? host.substring(2) : host;
        }
    }

    /** Nothing that could ever be had; one sentence says why. */
    record Unusable(Problem problem, String sentence) implements ForwardKind {}

    /** Why a request is {@link Unusable}. */
    enum Problem {
        /** The name breaks the rules of names. */
        NAME,
        /** The name is one that nobody may have. */
        RESERVED,
        /** The name belongs to somebody else by its prefix. */
        FOREIGN,
        /** The port cannot be used like this. */
        PORT,
        /** A form of request that is understood but not served. */
        UNSUPPORTED
    }
}
