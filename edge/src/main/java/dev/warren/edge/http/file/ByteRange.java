package dev.warren.edge.http.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file.
 *
 * @param first the first byte's position
 * @param length bytes, 0 when nothing of the file is wanted
 */
record ByteRange(long first, long length) {

    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");
    private static final Pattern SLICE = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

    /** The range that no file can satisfy. */
    static final ByteRange UNSATISFIABLE = new ByteRange(-1, 0);

    static ByteRange whole(long size) {
        return new ByteRange(0, size);
    }

    /**
     * What a {@code Range} field asks for. Several ranges at once are answered with the whole file,
     * as RFC 9110, 14.2 allows.
     *
     * @return null when the field is to be ignored; {@link #UNSATISFIABLE} when it lies outside
     */
    static @Nullable ByteRange requested(String field, long size) {
        Matcher one = ONE.matcher(field.strip());
        if (!one.matches()) {
            return null;
        }
        if (one.group(1).isEmpty()) {
            return one.group(2).isEmpty() ? null : last(Long.parseLong(one.group(2)), size);
        }
        long first = Long.parseLong(one.group(1));
        long last = one.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(one.group(2));
        if (last < first) {
            return null;
        }
        return first >= size
                ? UNSATISFIABLE
                : new ByteRange(first, Math.min(last, size - 1) - first + 1);
    }

    private static ByteRange last(long count, long size) {
        if (count == 0 || size == 0) {
            return UNSATISFIABLE;
        }
        long length = Math.min(count, size);
        return new ByteRange(size - length, length);
    }

    /**
     * The slice that the platform chose: {@code first-last}, both included; null when it is none.
     */
    static @Nullable ByteRange slice(String field, long size) {
        Matcher slice = SLICE.matcher(field.strip());
        if (!slice.matches()) {
            return null;
        }
        long first = Long.parseLong(slice.group(1));
        long last = Long.parseLong(slice.group(2));
        return first <= last && last < size ? new ByteRange(first, last - first + 1) : null;
    }
}
