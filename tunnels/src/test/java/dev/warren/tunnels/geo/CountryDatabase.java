package dev.warren.tunnels.geo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes MaxMind DB files that are as small as tests like them: 24-bit records, an IPv6 tree with
 * IPv4 below {@code ::/96}.
 *
 * @see <a href="https://maxmind.github.io/MaxMind-DB/">The format</a>
 */
public final class CountryDatabase {

    private static final int IPV6_BITS = 128;
    private static final int IPV4_AT = 96;
    private static final int SEPARATOR = 16;
    private static final int MAP = 7;
    private static final int STRING = 2;
    private static final int UINT16 = 5;
    private static final int UINT32 = 6;

    /** Each has two ends: 0 for none, n for node n, -n for the datum that begins at n - 1. */
    private final List<int[]> nodes = new ArrayList<>(List.of(new int[2]));

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    /** Addresses of a country, in MaxMind's form. */
    public CountryDatabase with(String network, String country) throws IOException {
        return with(network, Map.of("country", Map.of("iso_code", country)));
    }

    /** Addresses and what is known of them: strings, numbers and maps of them. */
    CountryDatabase with(String network, Map<String, ?> entry) throws IOException {
        String[] parts = network.split("/", 2);
        InetAddress address = InetAddress.getByName(parts[0]);
        boolean old = address instanceof Inet4Address;
        byte[] bytes = new byte[IPV6_BITS / Byte.SIZE];
        byte[] own = address.getAddress();
        System.arraycopy(own, 0, bytes, bytes.length - own.length, own.length);
        put(bytes, Integer.parseInt(parts[1]) + (old ? IPV4_AT : 0), -data.size() - 1);
        write(data, entry);
        return this;
    }

    private void put(byte[] address, int bits, int datum) {
        int node = 0;
        for (int bit = 0; bit < bits; bit++) {
            int side = address[bit / Byte.SIZE] >> Byte.SIZE - 1 - bit % Byte.SIZE & 1;
            if (bit == bits - 1) {
                nodes.get(node)[side] = datum;
            } else if (nodes.get(node)[side] == 0) {
                nodes.add(new int[2]);
                nodes.get(node)[side] = nodes.size() - 1;
                node = nodes.size() - 1;
            } else {
                node = nodes.get(node)[side];
            }
        }
    }

    /** Writes the whole file, in one piece as far as others can see. */
    public Path writeTo(Path file) throws IOException {
        var out = new ByteArrayOutputStream();
        for (int[] node : nodes) {
            for (int end : node) {
                int record =
                        end == 0
                                ? nodes.size()
                                : end > 0 ? end : nodes.size() + SEPARATOR - end - 1;
                number(out, record, 3);
            }
        }
        out.write(new byte[SEPARATOR]);
        data.writeTo(out);
        out.write(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef});
        out.write("MaxMind.com".getBytes(UTF_8));
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("binary_format_major_version", (short) 2);
        about.put("binary_format_minor_version", (short) 0);
        about.put("build_epoch", 1_800_000_000);
        about.put("database_type", "Test-Country");
        about.put("description", Map.of());
        about.put("ip_version", (short) 6);
        about.put("node_count", nodes.size());
        about.put("record_size", (short) 24);
        write(out, about);
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.write(draft, out.toByteArray());
        return Files.move(draft, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(ByteArrayOutputStream out, Object value) throws IOException {
        switch (value) {
            case String text -> {
                byte[] bytes = text.getBytes(UTF_8);
                // all of them are shorter than the 29 bytes that fit a plain length
                out.write(STRING << 5 | bytes.length);
                out.write(bytes);
            }
            case Short small -> {
                out.write(UINT16 << 5 | 2);
                number(out, small, 2);
            }
            case Integer number -> {
                out.write(UINT32 << 5 | 4);
                number(out, number, 4);
            }
            case Map<?, ?> map -> {
                out.write(MAP << 5 | map.size());
                for (Map.Entry<?, ?> one : map.entrySet()) {
                    write(out, one.getKey());
                    write(out, one.getValue());
                }
            }
            default -> throw new IllegalArgumentException(value.toString());
        }
    }

    private static void number(ByteArrayOutputStream out, int value, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) {
            out.write(value >> Byte.SIZE * i);
        }
    }
}
