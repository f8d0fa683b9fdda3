package dev.warren.edge.ssh.server;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HexFormat;

/**
 * Whom limits count as one: an IPv4 address, or the /64 of an IPv6 address, since that is what one
 * customer gets.
 */
record AddressBlock(String value) {

    private static final int PREFIX_BYTES = 8;

    static AddressBlock of(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return new AddressBlock("local");
        }
        InetAddress ip = inet.getAddress();
        if (ip instanceof Inet4Address) {
            return new AddressBlock(ip.getHostAddress());
        }
        return new AddressBlock(
                HexFormat.of().formatHex(ip.getAddress(), 0, PREFIX_BYTES) + "::/64");
    }

    @Override
    public String toString() {
        return value;
    }
}
