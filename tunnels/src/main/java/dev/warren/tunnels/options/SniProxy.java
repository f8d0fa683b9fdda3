package dev.warren.tunnels.options;

/**
 * Whether a web forward's TLS is passed on unopened, to a server that has the certificate itself.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6066#section-3">RFC 6066, 3</a>
 */
public record SniProxy(boolean on) implements Toggle {

    static final OptionWord WORD = OptionWord.toggle("sni-proxy", SniProxy::new);
}
