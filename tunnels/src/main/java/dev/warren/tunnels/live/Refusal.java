package dev.warren.tunnels.live;

/** Why a forward was refused; a bounded word for metrics. */
public enum Refusal {
    /** The name breaks the rules. */
    NAME,
    /** Nobody may have the name. */
    RESERVED,
    /** The name or port is somebody else's. */
    TAKEN,
    /** This very connection has it already. */
    DUPLICATE,
    /** The port cannot be given. */
    PORT,
    /** No port is left. */
    EXHAUSTED,
    /** A limit on numbers of tunnels. */
    LIMIT,
    /** Nothing shows that the domain is the account's. */
    UNPROVEN,
    /** Understood, but not served. */
    UNSUPPORTED,
    /** The server is going down. */
    STOPPING
}
