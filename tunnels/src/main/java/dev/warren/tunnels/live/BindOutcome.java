package dev.warren.tunnels.live;

/** What came of a forward request. */
public sealed interface BindOutcome {

    /** The tunnel stands. */
    record Opened(Tunnel tunnel) implements BindOutcome {}

    /** There is no tunnel; one sentence for the user. */
    record Refused(Refusal why, String sentence) implements BindOutcome {}
}
