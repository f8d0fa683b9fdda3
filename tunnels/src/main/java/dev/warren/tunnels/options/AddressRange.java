package dev.warren.tunnels.options;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that share their first bits, such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}.
 *
 * @param network any address in it
 * @param bits how many bits they share
 */
public record AddressRange(InetAddress network, int bits) {

    /** Most ranges in one word. */
    private static final int MOST = 64;

    static final String EXPECTED =
            "up to 64 addresses or networks such as 10.0.0.0/8, with commas between";

    /** All addresses there are. */
    static final List<AddressRange> EVERYWHERE = List.of(range("0.0.0.0/0"), range("::/0"));

    /** Ranges with commas between; empty if any of them is none. */
    static Optional<List<AddressRange>> list(String text) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String one : text.split(",", MOST + 1)) {
            Optional<AddressRange> range = parse(one);
            if (range.isEmpty()) {
                return Optional.empty();
            }
            ranges.add(range.get());
        }
        return ranges.size() > MOST ? Optional.empty() : Optional.of(ranges);
    }

    private static AddressRange range(String text) {
        return parse(text).orElseThrow();
    }

    private static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address =
                NetUtil.createInetAddressFromIpAddressString(
                        slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return Optional.empty();
        }
        int all = address.getAddress().length * Byte.SIZE;
        if (slash < 0) {
            return Optional.of(new AddressRange(address, all));
        }
        String length = text.substring(slash + 1);
        return length.matches("\\d{1,3}") && Integer.parseInt(length) <= all
                ? Optional.of(new AddressRange(address, Integer.parseInt(length)))
                : Optional.empty();
    }

    public boolean contains(InetAddress other) {
        byte[] mine = network.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += Byte.SIZE) {
            int mask = bits - bit >= Byte.SIZE ? 0xff : 0xff00 >> bits - bit & 0xff;
            if (((mine[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
