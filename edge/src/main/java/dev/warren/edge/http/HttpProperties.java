package dev.warren.edge.http;

import dev.warren.core.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the HTTP front door.
 *
 * @param port the port to listen on, 0 for any free one
 * @param address the local address to listen on, empty for all
 * @param trustedProxies addresses and networks ({@code 10.0.0.0/8}) whose forwarding fields are
 *     believed and added to
 * @param accessLog whether each answered request is a line in the log
 * @param memory the budget of heads in flight and of reads before a request's target is known
 * @param drain how long a stop waits for requests in flight
 * @param platformHosts more hosts that the platform itself answers for; {@code localhost}, the
 *     domain, {@code console.} and {@code registry.} below it always do
 * @param fileRoots directories below which the platform may name files for the edge to send; the
 *     data directory is always one
 * @param backendCa a PEM file of who may sign the certificates of backends that are verified; unset
 *     for whom the JDK trusts
 * @param errorPages a directory of pages for browsers that get no answer: {@code 404.html}, {@code
 *     5xx.html}, {@code offline.html} and the like, of 32 KiB at most; unset for the built-in ones
 * @param limits how large and how many
 * @param timeouts how long each phase of a connection may take
 */
@ConfigurationProperties("warren.http")
public record HttpProperties(
        @DefaultValue("8080") int port,
        @DefaultValue("") String address,
        @DefaultValue List<String> trustedProxies,
        @DefaultValue("false") boolean accessLog,
        @DefaultValue("24MB") DataSize memory,
        @DefaultValue("10s") Duration drain,
        @DefaultValue({"127.0.0.1", "[::1]"}) List<String> platformHosts,
        @DefaultValue List<Path> fileRoots,
        @Nullable Path backendCa,
        @Nullable Path errorPages,
        @DefaultValue Limits limits,
        @DefaultValue Timeouts timeouts) {

    public HttpProperties {
        trustedProxies = List.copyOf(trustedProxies);
        platformHosts = List.copyOf(platformHosts);
        fileRoots = List.copyOf(fileRoots);
        errorPages = errorPages == null || errorPages.toString().isBlank() ? null : errorPages;
        Settings.of("warren.http")
                .between("port", port, 0, 65535)
                .between("memory", memory, DataSize.ofMegabytes(1), DataSize.ofGigabytes(64))
                .between("drain", drain, Duration.ZERO, Duration.ofMinutes(10))
                .check(
                        errorPages == null || Files.isDirectory(errorPages),
                        "error-pages",
                        String.valueOf(errorPages),
                        "a directory")
                .done();
    }

    /**
     * How large and how many.
     *
     * @param head bytes of a request's or a response's head
     * @param target bytes of a request's path and query
     * @param fields header fields of a head
     * @param connections visitors' connections at a time
     * @param connectionsPerAddress the same from one IPv4 address or IPv6 /64 network; trusted
     *     proxies are not counted
     */
    public record Limits(
            @DefaultValue("64KB") DataSize head,
            @DefaultValue("16KB") DataSize target,
            @DefaultValue("100") int fields,
            @DefaultValue("10000") int connections,
            @DefaultValue("1024") int connectionsPerAddress) {

        public Limits {
            Settings.of("warren.http.limits")
                    .between("head", head, DataSize.ofKilobytes(4), DataSize.ofMegabytes(1))
                    .between("target", target, DataSize.ofKilobytes(1), head)
                    .between("fields", fields, 16, 10_000)
                    .between("connections", connections, 1, 10_000_000)
                    .between("connections-per-address", connectionsPerAddress, 1, 10_000_000)
                    .done();
        }
    }

    /**
     * How long each phase may take; a phase that is over time ends with 408 or 504 while an answer
     * is still possible, and with the connection otherwise. Kept to a quarter of a second.
     *
     * @param head from a request's first byte to the end of its head
     * @param keepAlive between requests
     * @param connect for a stream to the target
     * @param firstByte from the request's last byte to the answer's first
     * @param upload between two pieces of a request's body
     * @param idle between two pieces of an answer, or of progress of a slow reader
     * @param upgraded silence on a connection that left HTTP, such as a WebSocket
     */
    public record Timeouts(
            @DefaultValue("15s") Duration head,
            @DefaultValue("75s") Duration keepAlive,
            @DefaultValue("15s") Duration connect,
            @DefaultValue("3m") Duration firstByte,
            @DefaultValue("1m") Duration upload,
            @DefaultValue("10m") Duration idle,
            @DefaultValue("4h") Duration upgraded) {

        private static final Duration LEAST = Duration.ofMillis(250);
        private static final Duration MOST = Duration.ofDays(7);

        public Timeouts {
            Settings.of("warren.http.timeouts")
                    .between("head", head, LEAST, MOST)
                    .between("keep-alive", keepAlive, LEAST, MOST)
                    .between("connect", connect, LEAST, MOST)
                    .between("first-byte", firstByte, LEAST, MOST)
                    .between("upload", upload, LEAST, MOST)
                    .between("idle", idle, LEAST, MOST)
                    .between("upgraded", upgraded, LEAST, MOST)
                    .done();
        }
    }
}
