package dev.warren.core.memory;

/** What a budget is for; a bounded word for metrics. */
enum Scope {
    PLATFORM,
    MODULE,
    /** A named part of a module. */
    PART,
    /** One owner's share. */
    OWNER
}
