package dev.warren.edge.ssh;

/**
 * What a client asked for with {@code tcpip-forward}.
 *
 * @param bindAddress the address to bind exactly as the client sent it: case kept, {@code ""} for
 *     {@code *}, {@code "localhost"} when the user gave none. OpenSSH matches it byte for byte in
 *     {@code forwarded-tcpip}
 * @param bindPort the port to bind, 0 to 65535, 0 to have one chosen
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4254#section-7.1">RFC 4254, 7.1</a>
 */
public record ForwardRequest(String bindAddress, int bindPort) {}
