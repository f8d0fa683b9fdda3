package dev.warren.edge.http.codec;

import dev.warren.edge.http.HttpProperties;

/**
 * How large a head may be.
 *
 * @param bytes bytes of the whole head, with its empty line
 * @param target bytes of the request target
 * @param fields field lines
 */
public record HeadLimits(int bytes, int target, int fields) {

    /** As settings have it. */
    public static HeadLimits of(HttpProperties.Limits settings) {
        return new HeadLimits(
                (int) settings.head().toBytes(),
                (int) settings.target().toBytes(),
                settings.fields());
    }

    /** Method, version and separators around the target. */
    int firstLine() {
        return target + 64;
    }
}
