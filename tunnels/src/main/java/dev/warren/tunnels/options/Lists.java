package dev.warren.tunnels.options;

import java.util.List;
import java.util.stream.Stream;

/** Lists of what words add up to. */
final class Lists {

    /** What all words of one kind may come to; what is too much is left out. */
    private static final int MOST = 256;

    private Lists() {}

    static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).distinct().limit(MOST).toList();
    }
}
