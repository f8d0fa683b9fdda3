package dev.warren.tunnels.options;

import java.util.Locale;
import java.util.Optional;

/**
 * What the server behind a web forward speaks: HTTP/1.1, or HTTP/2 without an upgrade before it, as
 * gRPC servers do.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-3.3">RFC 9113, 3.3</a>
 */
public record BackendProtocol(boolean http2) implements TunnelOption {

    static final OptionWord WORD =
            OptionWord.of("backend", "http1, h2c or h2", BackendProtocol::read);

    private static Optional<BackendProtocol> read(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "http1" -> Optional.of(new BackendProtocol(false));
            // whether TLS is around it, the port or another word says
            case "h2c", "h2" -> Optional.of(new BackendProtocol(true));
            default -> Optional.empty();
        };
    }
}
