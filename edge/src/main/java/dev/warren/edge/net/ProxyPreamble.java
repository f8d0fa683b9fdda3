package dev.warren.edge.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header by which a proxy tells whom it speaks for, both versions, and not one byte of
 * what comes behind it. Extensions are skipped, but for the checksum, which has to be right. One
 * class for both versions, so that what a byte may be is said in one place.
 *
 * @see <a href="https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt">The PROXY protocol</a>
 */
final class ProxyPreamble {

    /** Bytes of the longest header that is read; certificates in extensions fit. */
    static final int LONGEST = 4096;

    private static final byte[] SIGNATURE = "\r\n\r\n\0\r\nQUIT\n".getBytes(US_ASCII);
    private static final byte[] WORD = "PROXY ".getBytes(US_ASCII);

    /** {@code PROXY UNKNOWN} with its end: nothing shorter is a header. */
    private static final int SHORTEST = 15;

    private static final int LONGEST_LINE = 107;
    private static final int FIXED = 16;
    private static final int LENGTH_AT = 14;
    private static final int CHECKSUM = 3;
    private static final int CHECKSUM_BYTES = 4;
    private static final int PORTS = 4;
    private static final String PORT = "(0|[1-9][0-9]{0,4})";
    private static final Pattern LINE =
            Pattern.compile("PROXY TCP([46]) ([^ ]+) ([^ ]+) " + PORT + " " + PORT);

    /** A number that some take for octal. */
    private static final Pattern PADDED = Pattern.compile("\\b0[0-9]");

    private byte[] bytes = new byte[SHORTEST];
    private int count;
    private boolean done;
    private @Nullable InetSocketAddress source;

    /** Why a header is none; the message is a bounded word. */
    static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1L;

        MalformedException(String word) {
            super(word, null, false, false);
        }
    }

    /** How many bytes may be read now without reading too many. */
    int wanted() {
        return bytes.length - count;
    }

    boolean isDone() {
        return done;
    }

    /** Whom the proxy speaks for; null when it speaks for itself. */
    @Nullable InetSocketAddress source() {
        return source;
    }

    /** Takes at most {@link #wanted} bytes. */
    void take(ByteBuf in) throws MalformedException {
        int length = in.readableBytes();
        in.readBytes(bytes, count, length);
        count += length;
        if (count == 0) {
            return;
        }
        boolean line = bytes[0] == WORD[0];
        byte[] begin = line ? WORD : SIGNATURE;
        int known = Math.min(count, begin.length);
        if (!Arrays.equals(bytes, 0, known, begin, 0, known)) {
            throw new MalformedException("missing");
        }
        if (count == bytes.length) {
            if (line) {
                line();
            } else {
                binary();
            }
        }
    }

    private void more(int length) {
        bytes = Arrays.copyOf(bytes, length);
    }

    private void line() throws MalformedException {
        if (bytes[count - 1] != '\n') {
            if (count == LONGEST_LINE) {
                throw new MalformedException("too-long");
            }
            more(count + 1);
            return;
        }
        String text = new String(bytes, 0, count, US_ASCII);
        if (!text.endsWith("\r\n")) {
            throw new MalformedException("malformed");
        }
        String line = text.substring(0, text.length() - 2);
        if (!line.equals("PROXY UNKNOWN") && !line.startsWith("PROXY UNKNOWN ")) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new MalformedException("malformed");
            }
            boolean four = parts.group(1).equals("4");
            source = new InetSocketAddress(address(parts.group(2), four), port(parts.group(4)));
            address(parts.group(3), four);
            port(parts.group(5));
        }
        done = true;
    }

    private static InetAddress address(String text, boolean four) throws MalformedException {
        boolean fits =
                four
                        ? NetUtil.isValidIpV4Address(text) && !PADDED.matcher(text).find()
                        : NetUtil.isValidIpV6Address(text);
        InetAddress address = fits ? Networks.address(text) : null;
        if (address == null) {
            throw new MalformedException("malformed");
        }
        return address;
    }

    private static int port(String text) throws MalformedException {
        int port = Integer.parseInt(text);
        if (port > 0xffff) {
            throw new MalformedException("malformed");
        }
        return port;
    }

    private void binary() throws MalformedException {
        if (count < FIXED) {
            more(FIXED);
            return;
        }
        int length = number(LENGTH_AT);
        if (count == FIXED && length > 0) {
            if (FIXED + length > LONGEST) {
                throw new MalformedException("too-long");
            }
            more(FIXED + length);
            return;
        }
        int command = bytes[SIGNATURE.length] & 0xff;
        int family = bytes[SIGNATURE.length + 1] & 0xff;
        if (command != 0x20 && command != 0x21) {
            throw new MalformedException("malformed");
        }
        int address =
                switch (family) {
                    case 0x11 -> 4;
                    case 0x21 -> 16;
                    // not told, or by a Unix socket: nobody with an address
                    case 0x00, 0x31 -> 0;
                    default -> throw new MalformedException("malformed");
                };
        int extensions = address == 0 ? end(family) : FIXED + 2 * address + PORTS;
        if (extensions > count) {
            throw new MalformedException("malformed");
        }
        extensions(extensions);
        if (command == 0x21 && address > 0) {
            source = source(address);
        }
        done = true;
    }

    /** Where extensions begin when there is no address; what is not told may be anything. */
    private int end(int family) {
        int unixAddresses = 216;
        return family == 0 ? count : FIXED + unixAddresses;
    }

    private InetSocketAddress source(int address) throws MalformedException {
        try {
            byte[] from = Arrays.copyOfRange(bytes, FIXED, FIXED + address);
            return new InetSocketAddress(
                    InetAddress.getByAddress(from), number(FIXED + 2 * address));
        } catch (UnknownHostException impossible) {
            throw new MalformedException("malformed");
        }
    }

    private void extensions(int from) throws MalformedException {
        int at = from;
        while (at < count) {
            if (at + 3 > count || at + 3 + number(at + 1) > count) {
                throw new MalformedException("malformed");
            }
            int length = number(at + 1);
            if (bytes[at] == CHECKSUM) {
                verify(at + 3, length);
            }
            at += 3 + length;
        }
    }

    private void verify(int at, int length) throws MalformedException {
        if (length != CHECKSUM_BYTES) {
            throw new MalformedException("malformed");
        }
        long told = Integer.toUnsignedLong(number(at) << 16 | number(at + 2));
        byte[] blank = bytes.clone();
        Arrays.fill(blank, at, at + CHECKSUM_BYTES, (byte) 0);
        CRC32C sum = new CRC32C();
        sum.update(blank, 0, count);
        if (sum.getValue() != told) {
            throw new MalformedException("checksum");
        }
    }

    private int number(int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
