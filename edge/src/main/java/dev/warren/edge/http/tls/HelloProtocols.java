package dev.warren.edge.http.tls;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Looks for an application protocol in a client's first message, before TLS begins.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7301#section-3.1">RFC 7301, 3.1</a>
 */
final class HelloProtocols {

    private static final int VERSION_AND_RANDOM = 2 + 32;
    private static final int ALPN = 16;

    private HelloProtocols() {}

    /**
     * Whether {@code protocol} is the only one that the client offers.
     *
     * @param hello the body of the ClientHello, whose reader index stays; what is cut short or
     *     malformed offers nothing
     */
    static boolean offersOnly(ByteBuf hello, String protocol) {
        ByteBuf in = hello.slice();
        try {
            in.skipBytes(VERSION_AND_RANDOM);
            in.skipBytes(in.readUnsignedByte());
            in.skipBytes(in.readUnsignedShort());
            in.skipBytes(in.readUnsignedByte());
            ByteBuf extensions = in.readSlice(in.readUnsignedShort());
            while (extensions.isReadable()) {
                int kind = extensions.readUnsignedShort();
                ByteBuf body = extensions.readSlice(extensions.readUnsignedShort());
                if (kind == ALPN) {
                    return isOnly(body, protocol);
                }
            }
            return false;
        } catch (IndexOutOfBoundsException malformed) {
            return false;
        }
    }

    private static boolean isOnly(ByteBuf body, String protocol) {
        ByteBuf list = body.readSlice(body.readUnsignedShort());
        int length = list.readUnsignedByte();
        return list.readableBytes() == length
                && list.toString(StandardCharsets.US_ASCII).equals(protocol);
    }
}
