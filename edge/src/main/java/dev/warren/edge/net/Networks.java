package dev.warren.edge.net;

import dev.warren.core.StartRefusedException;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses and networks that a setting names. Immutable. */
public final class Networks {

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

    private Networks(List<Network> networks) {
        this.networks = List.copyOf(networks);
    }

    /**
     * Parses addresses and networks.
     *
     * @param setting the name of the setting that they stand in
     * @throws StartRefusedException for one that is neither
     */
    public static Networks parse(String setting, List<String> texts) {
        List<Network> networks = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String text : texts) {
            Network network = network(text);
            if (network == null) {
                problems.add(
                        "%s: %s (expected: an address or a network such as 10.0.0.0/8)"
                                .formatted(setting, text));
            } else {
                networks.add(network);
            }
        }
        if (!problems.isEmpty()) {
            throw new StartRefusedException(problems);
        }
        return new Networks(networks);
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

    public boolean isEmpty() {
        return networks.isEmpty();
    }

    public boolean contains(InetAddress address) {
        if (networks.isEmpty()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return networks.stream().anyMatch(network -> network.contains(bytes));
    }

    /** The address that a text holds, without asking any name server; null when it holds none. */
    public static @Nullable InetAddress address(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            return null;
        }
    }
}
