package dev.warren.core.outbound;

import java.io.Closeable;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * An answer whose body is still to be read. Closing it early drops the connection; whoever got it
 * must close it. Used by one thread.
 */
public interface OutboundResponse extends Closeable {

    int status();

    /** Where the answer comes from, after redirects. */
    URI uri();

    /** The first header of that name, whatever its case. */
    Optional<String> header(String name);

    /** All headers of that name, whatever its case. */
    List<String> headers(String name);

    /**
     * The body. Reading it throws {@link OutboundException} when it is too large or too slow, or
     * breaks off.
     */
    InputStream body();

    @Override
    void close();
}
