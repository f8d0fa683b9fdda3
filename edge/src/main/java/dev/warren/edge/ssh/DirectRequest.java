package dev.warren.edge.ssh;

import java.net.InetSocketAddress;

/**
 * What a client asked for with {@code direct-tcpip} ({@code ssh -L}, {@code -W}, {@code -J}).
 *
 * @param host the host to reach, as sent
 * @param port the port to reach, 0 to 65535
 * @param visitor the address of the client's own SSH connection, which is who is let in
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4254#section-7.2">RFC 4254, 7.2</a>
 */
public record DirectRequest(String host, int port, InetSocketAddress visitor) {}
