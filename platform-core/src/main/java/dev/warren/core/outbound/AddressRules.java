package dev.warren.core.outbound;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses outbound requests may go to: what the public internet routes, and what the
 * operator allows besides.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA's special IPv4
 *     blocks</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IANA's special IPv6
 *     blocks</a>
 */
final class AddressRules {

    /** All of IPv6 that is global unicast; everything outside is special or not assigned. */
    private static final AddressBlock GLOBAL_6 = AddressBlock.parse("2000::/3");

    private static final List<AddressBlock> SPECIAL =
            Stream.of(
                            "0.0.0.0/8",
                            "10.0.0.0/8",
                            "100.64.0.0/10",
                            "127.0.0.0/8",
                            "169.254.0.0/16",
                            "172.16.0.0/12",
                            "192.0.0.0/24",
                            "192.0.2.0/24",
                            "192.31.196.0/24",
                            "192.52.193.0/24",
                            "192.88.99.0/24",
                            "192.168.0.0/16",
                            "192.175.48.0/24",
                            "198.18.0.0/15",
                            "198.51.100.0/24",
                            "203.0.113.0/24",
                            "224.0.0.0/4",
                            "240.0.0.0/4",
                            // Teredo, benchmarking, ORCHID and their kin
                            "2001::/23",
                            "2001:db8::/32",
                            // 6to4 carries an IPv4 address, which may be a private one
                            "2002::/16",
                            "2620:4f:8000::/48",
                            "3fff::/20")
                    .map(AddressBlock::parse)
                    .toList();

    private final List<AddressBlock> allowed;

    AddressRules(List<AddressBlock> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /**
     * Whether a request may go to {@code address}. An IPv4 address mapped into IPv6 arrives here as
     * the IPv4 address that it is; all other ways to carry one in IPv6, NAT64 among them, are
     * outside of global unicast or listed.
     */
    boolean allows(InetAddress address) {
        if (allowed.stream().anyMatch(block -> block.contains(address))) {
            return true;
        }
        boolean routed = address.getAddress().length == 4 || GLOBAL_6.contains(address);
        return routed && SPECIAL.stream().noneMatch(block -> block.contains(address));
    }
}
