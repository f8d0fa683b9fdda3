package dev.warren.tunnels.options;

import java.util.Optional;

/**
 * Whose address a backend is told in front of every stream.
 *
 * @param version 1 (a line) or 2 (binary)
 * @see <a href="https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt">The PROXY protocol</a>
 */
public record ProxyProtocol(int version) implements TunnelOption {

    static final OptionWord WORD = OptionWord.of("proxy-protocol", "1 or 2", ProxyProtocol::read);

    private static Optional<ProxyProtocol> read(String value) {
        return value.equals("1") || value.equals("2")
                ? Optional.of(new ProxyProtocol(Integer.parseInt(value)))
                : Optional.empty();
    }
}
