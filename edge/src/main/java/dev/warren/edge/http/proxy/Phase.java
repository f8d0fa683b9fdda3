package dev.warren.edge.http.proxy;

/** Where a visitor's connection stands. */
enum Phase {
    /** Between requests, or before the first. */
    IDLE,
    /** Inside a head. */
    HEAD,
    /** A request is being answered. */
    BUSY,
    /** The bytes belong to another protocol now. */
    UPGRADED,
    /** The last answer is on its way; what still comes in is thrown away. */
    LINGERING,
    GONE
}
