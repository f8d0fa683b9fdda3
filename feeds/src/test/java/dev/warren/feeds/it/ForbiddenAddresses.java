package dev.warren.feeds.it;

import java.util.List;
import java.util.stream.Stream;

/**
 * Addresses that nothing of the feeds may ever connect to, in all the spellings that fool others.
 * They are tried at every place that fetches: as a feed, behind a redirect, in discovery, as a hub,
 * as an image, as an article.
 */
public final class ForbiddenAddresses {

    private static final List<String> HOSTS =
            List.of(
                    "127.0.0.1",
                    "[::1]",
                    "0.0.0.0",
                    "0",
                    "2130706433",
                    "0x7f000001",
                    "0177.0.0.1",
                    "127.1",
                    "localhost",
                    "localhost.",
                    "LOCALHOST",
                    "[::]",
                    "[::ffff:127.0.0.1]",
                    "[::ffff:7f00:1]",
                    "[::ffff:0:7f00:1]",
                    "[::127.0.0.1]",
                    "10.0.0.1",
                    "172.16.0.1",
                    "172.31.255.255",
                    "192.168.0.1",
                    "169.254.169.254",
                    "[fd00::1]",
                    "[fd00:ec2::254]",
                    "[fe80::1]",
                    "[fe80::1%25eth0]",
                    "[fec0::1]",
                    "100.64.0.1",
                    "192.0.0.1",
                    "192.0.2.1",
                    "198.18.0.1",
                    "198.51.100.1",
                    "203.0.113.1",
                    "224.0.0.1",
                    "240.0.0.1",
                    "255.255.255.255",
                    "[ff02::1]",
                    // NAT64, 6to4 and Teredo carry an IPv4 address
                    "[64:ff9b::7f00:1]",
                    "[64:ff9b:1::7f00:1]",
                    "[2002:7f00:1::]",
                    "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
                    // other dots and digits, which become 127.0.0.1
                    "127\u30020\u30020\u30021",
                    "\uff11\uff12\uff17.0.0.1",
                    "\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3",
                    "good@127.0.0.1",
                    "good:pass@127.0.0.1");

    private static final List<String> WHOLE =
            List.of(
                    "file:///etc/passwd",
                    "ftp://127.0.0.1/feed",
                    "gopher://127.0.0.1/1",
                    "jar:http://127.0.0.1/a.jar!/b",
                    "data:text/xml,<rss/>",
                    "netdoc:///etc/passwd",
                    "http://127.0.0.1#@good.example/",
                    "http://127.0.0.1\\@good.example/",
                    "http://[::1",
                    "http:///feed");

    private ForbiddenAddresses() {}

    /**
     * All of them.
     *
     * @param port where a server of this machine waits in vain
     */
    public static Stream<String> all(int port) {
        return Stream.concat(
                HOSTS.stream().map(host -> "http://%s:%d/feed".formatted(host, port)),
                WHOLE.stream().map(url -> url.replace("127.0.0.1", "127.0.0.1:" + port)));
    }
}
