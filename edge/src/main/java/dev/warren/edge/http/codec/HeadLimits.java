package dev.warren.edge.http.codec;

/**
 * How large a head may be.
 *
 * @param bytes bytes of the whole head, with its empty line
 * @param target bytes of the request target
 * @param fields field lines
 */
public record HeadLimits(int bytes, int target, int fields) {

    /** Method, version and separators around the target. */
    int firstLine() {
        return target + 64;
    }
}
