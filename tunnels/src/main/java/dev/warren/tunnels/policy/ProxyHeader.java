package dev.warren.tunnels.policy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The bytes in front of a stream that tell its backend who visits. The address that was visited is
 * given as this machine's loopback with the port of the forward: which one it really was says
 * nothing to a backend elsewhere.
 *
 * @see <a href="https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt">The PROXY protocol</a>
 */
final class ProxyHeader {

    private static final byte[] SIGNATURE = "\r\n\r\n\0\r\nQUIT\n".getBytes(US_ASCII);
    private static final int VERSION_2_PROXY = 0x21;
    private static final int TCP_OVER_IPV4 = 0x11;
    private static final int TCP_OVER_IPV6 = 0x21;
    private static final int PORTS = 4;

    private ProxyHeader() {}

    static ByteBuf of(int version, InetSocketAddress visitor, int port) {
        return version == 1 ? line(visitor, port) : binary(visitor, port);
    }

    private static ByteBuf line(InetSocketAddress visitor, int port) {
        String text =
                "PROXY %s %s %s %d %d\r\n"
                        .formatted(
                                isIpv4(visitor) ? "TCP4" : "TCP6",
                                NetUtil.toAddressString(visitor.getAddress()),
                                NetUtil.toAddressString(visited(visitor)),
                                visitor.getPort(),
                                port);
        return Unpooled.copiedBuffer(text, US_ASCII);
    }

    private static ByteBuf binary(InetSocketAddress visitor, int port) {
        byte[] from = visitor.getAddress().getAddress();
        byte[] to = visited(visitor).getAddress();
        return Unpooled.buffer(SIGNATURE.length + PORTS + from.length + to.length + PORTS)
                .writeBytes(SIGNATURE)
                .writeByte(VERSION_2_PROXY)
                .writeByte(isIpv4(visitor) ? TCP_OVER_IPV4 : TCP_OVER_IPV6)
                .writeShort(from.length + to.length + PORTS)
                .writeBytes(from)
                .writeBytes(to)
                .writeShort(visitor.getPort())
                .writeShort(port);
    }

    private static InetAddress visited(InetSocketAddress visitor) {
        return isIpv4(visitor) ? NetUtil.LOCALHOST4 : NetUtil.LOCALHOST6;
    }

    private static boolean isIpv4(InetSocketAddress visitor) {
        return visitor.getAddress() instanceof Inet4Address;
    }
}
