package dev.warren.core.memory;

/** Why bytes were refused; a bounded word for metrics. */
enum Reason {
    /** They did not fit at that moment. */
    LIMIT,
    /** They are more than a budget's whole limit. */
    TOO_LARGE,
    /** They did not fit within the time that the caller had. */
    TIMED_OUT,
    /** Too many waited already. */
    LINE_FULL,
    /** Too many owners have bytes already. */
    OWNERS
}
