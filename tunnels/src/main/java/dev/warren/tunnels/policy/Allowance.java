package dev.warren.tunnels.policy;

/**
 * What one account's tunnels may do together; 0 is no limit.
 *
 * @param tunnels that stand at a time
 * @param streams that are open at a time
 * @param requests of a second, with a burst of as many; connections, where it is not HTTP
 * @param bytes of a second, each way for itself
 */
public record Allowance(int tunnels, int streams, int requests, long bytes) {

    /** Everything. */
    public static final Allowance ALL = new Allowance(0, 0, 0, 0);
}
