package dev.warren.core.events;

/** What a tunnel carries. */
public enum TunnelKind {
    /** HTTP, by host name. */
    HTTP,
    /** TCP on a port of its own. */
    TCP,
    /** A private name, reached over SSH only. */
    ALIAS,
    /** TLS passed through, by server name. */
    TLS
}
