package dev.warren.tunnels.naming;

/** What a client's forward request means, before anyone looked whether it can be had. */
public sealed interface ForwardKind {

    /** A web address under a name the user chose. */
    record Web(TunnelName name) implements ForwardKind {}

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

    /** A host name that is not below the tunnels' own domain; lower case, no trailing dot. */
    record Domain(String host, int port) implements ForwardKind {}

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
