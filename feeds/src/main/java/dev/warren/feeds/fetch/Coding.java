package dev.warren.feeds.fetch;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.warren.feeds.fetch.WebException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.brotli.dec.BrotliInputStream;

/**
 * How a body may be compressed (RFC 9110 §8.4.1), once at most: nobody compresses twice but to blow
 * up who decompresses.
 */
enum Coding {
    IDENTITY,
    GZIP,
    BROTLI,
    ZSTD;

    /** What is asked for. */
    static final String ACCEPTED = "gzip, br, zstd";

    private static final int SMALL = 64 * 1024;

    /** RFC 9659: no more is to be used on the web. */
    private static final int ZSTD_WINDOW_LOG = 23;

    /** RFC 7932 §9.1. */
    private static final int LARGEST_BROTLI_WINDOW_LOG = 24;

    private static final int BROTLI_TABLES = 512 * 1024;

    /**
     * That of an answer.
     *
     * @param headers its {@code Content-Encoding}
     */
    static Coding of(List<String> headers) throws WebException {
        List<String> codings =
                headers.stream()
                        .flatMap(header -> List.of(header.split(",")).stream())
                        .map(word -> word.strip().toLowerCase(Locale.ROOT))
                        .filter(word -> !word.isEmpty() && !word.equals("identity"))
                        .toList();
        if (codings.isEmpty()) {
            return IDENTITY;
        }
        if (codings.size() > 1) {
            throw new WebException(Kind.BROKEN, "it is compressed more than once");
        }
        return switch (codings.getFirst()) {
            case "gzip", "x-gzip" -> GZIP;
            case "br" -> BROTLI;
            case "zstd" -> ZSTD;
            default ->
                    throw new WebException(
                            Kind.BROKEN,
                            "it is compressed in a way that was not asked for (expected: gzip, br or zstd)");
        };
    }

    /**
     * Memory that decompressing takes, in bytes.
     *
     * @param first the body's first byte, negative where there is none
     */
    long window(int first) {
        return switch (this) {
            case IDENTITY -> 0;
            case GZIP -> SMALL;
            case BROTLI -> (1L << brotliWindowLog(first)) + BROTLI_TABLES;
            case ZSTD -> (1L << ZSTD_WINDOW_LOG) + SMALL;
        };
    }

    /** RFC 7932 §9.1: one bit, or four, or seven of them. */
    private static int brotliWindowLog(int first) {
        if ((first & 1) == 0) {
            return 16;
        }
        int next = first >> 1 & 7;
        if (next != 0) {
            return 17 + next;
        }
        int last = first >> 4 & 7;
        return last == 0 ? 17 : last == 1 ? LARGEST_BROTLI_WINDOW_LOG : 8 + last;
    }

    /** The bytes that {@code in} was made of. Reading them throws where they are none. */
    InputStream decode(InputStream in) throws IOException {
        return switch (this) {
            case IDENTITY -> in;
            case GZIP -> new GZIPInputStream(in, 8192);
            case BROTLI -> new BrotliInputStream(in);
            case ZSTD -> new ZstdInputStreamNoFinalizer(in).setLongMax(ZSTD_WINDOW_LOG);
        };
    }
}
