package dev.warren.tunnels.inspect.view;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;

/**
 * The ways in which bodies are packed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1">RFC 9110, 8.4.1</a>
 */
enum Coding {
    GZIP(1 << 16),
    DEFLATE(1 << 16),
    BR(1 << Coding.WINDOW_BITS),
    ZSTD(1 << Coding.WINDOW_BITS);

    /** The largest window that is unpacked: what HTTP allows zstd, and more than brotli's usual. */
    static final int WINDOW_BITS = 23;

    private static final int BROTLI_LARGEST = 24;
    private static final int BUFFER = 1024;

    private final int memory;

    Coding(int memory) {
        this.memory = memory;
    }

    /** Bytes that unpacking takes besides the result. */
    int memory() {
        return memory;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Coding> of(String word) {
        return switch (word) {
            case "gzip", "x-gzip" -> Optional.of(GZIP);
            case "deflate" -> Optional.of(DEFLATE);
            case "br" -> Optional.of(BR);
            case "zstd" -> Optional.of(ZSTD);
            default -> Optional.empty();
        };
    }

    /**
     * Unpacks.
     *
     * @throws IOException when the bytes are not packed so
     */
    InputStream open(byte[] packed) throws IOException {
        var in = new ByteArrayInputStream(packed);
        return switch (this) {
            case GZIP -> new GZIPInputStream(in, BUFFER);
            case DEFLATE -> new InflaterInputStream(in, new Inflater(!hasZlibHead(packed)), BUFFER);
            case BR -> brotli(packed, in);
            case ZSTD -> zstd(in);
        };
    }

    private static InputStream zstd(InputStream in) throws IOException {
        try {
            return new ZstdInputStreamNoFinalizer(in).setLongMax(WINDOW_BITS);
        } catch (LinkageError noLibrary) {
            throw new IOException("the library for it could not be loaded", noLibrary);
        }
    }

    /** Some servers send it without the zlib head that it should have. */
    private static boolean hasZlibHead(byte[] packed) {
        return packed.length > 1
                && (packed[0] & 0x0f) == 8
                && ((packed[0] & 0xff) << 8 | packed[1] & 0xff) % 31 == 0;
    }

    private static InputStream brotli(byte[] packed, InputStream in) throws IOException {
        // of the windows that its first bits can name, only one is too large
        if (packed.length > 0 && (packed[0] & 0x0f) == 0x0f) {
            throw new IOException(
                    "its window is %d MiB (expected: at most %d MiB)"
                            .formatted(1 << BROTLI_LARGEST - 20, 1 << WINDOW_BITS - 20));
        }
        return new BrotliInputStream(in, BUFFER);
    }
}
