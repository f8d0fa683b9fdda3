package dev.warren.edge.http.proxy;

import dev.warren.core.StartRefusedException;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The networks whose forwarding fields are believed. Immutable. */
final class TrustedProxies {

    private record Network(byte[] address, int bits) {

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit += 8) {
                int mask = bits - bit >= 8 ? 0xff : 0xff00 >> (bits - bit) & 0xff;
                if (((address[bit / 8] ^ other[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Network> networks;

    private TrustedProxies(List<Network> networks) {
        this.networks = List.copyOf(networks);
    }

    /**
     * Parses addresses and networks.
     *
     * @throws StartRefusedException for one that is neither
     */
    static TrustedProxies parse(List<String> texts) {
        List<Network> networks = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String text : texts) {
            Network network = network(text);
            if (network == null) {
                problems.add(
                        "warren.http.trusted-proxies: %s (expected: an address or a network such as 10.0.0.0/8)"
                                .formatted(text));
            } else {
                networks.add(network);
            }
        }
        if (!problems.isEmpty()) {
            throw new StartRefusedException(problems);
        }
        return new TrustedProxies(networks);
    }

    private static @Nullable Network network(String text) {
        int slash = text.indexOf('/');
        byte[] address =
                NetUtil.createByteArrayFromIpAddressString(
                        slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        if (slash < 0) {
            return new Network(address, address.length * 8);
        }
        String length = text.substring(slash + 1);
        if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > address.length * 8) {
            return null;
        }
        return new Network(address, Integer.parseInt(length));
    }

    boolean contains(InetAddress address) {
        if (networks.isEmpty()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return networks.stream().anyMatch(network -> network.contains(bytes));
    }

    /** The address that a text holds, without asking any name server; null when it holds none. */
    static @Nullable InetAddress address(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            return null;
        }
    }
}
