package dev.warren.tunnels.inspect;

import java.time.Instant;

/**
 * One exchange in a line.
 *
 * @param id unique in this process; no tunnel is called like it
 * @param at when its request had come
 * @param method the method, at most 32 characters
 * @param path path and query, at most 400 characters
 * @param status the status so far, 0 before an answer
 * @param requestBytes body bytes from the visitor so far, framing included
 * @param responseBytes body bytes to the visitor so far, framing included
 * @param nanos how long it took, or takes by now
 * @param ip the visitor's address
 * @param requestId the id that logs carry
 * @param open whether it is still going on
 * @param capture what was kept of it
 */
public record Summary(
        String id,
        Instant at,
        Place place,
        String method,
        String path,
        int status,
        long requestBytes,
        long responseBytes,
        long nanos,
        String ip,
        String requestId,
        boolean open,
        Capture capture) {

    /** What was kept of an exchange. */
    public enum Capture {
        /** The beginning of all there was. */
        KEPT(""),
        /** Heads, but not of every body what should have been. */
        PARTLY("bodies not captured: the inspector's memory was full"),
        /** Nothing. */
        NO_MEMORY("not captured: the inspector's memory was full"),
        /** Nothing any more. */
        GIVEN_BACK("not captured: the memory was needed elsewhere");

        private final String words;

        Capture(String words) {
            this.words = words;
        }

        /** Why something is missing, empty when nothing is. */
        public String words() {
            return words;
        }
    }
}
