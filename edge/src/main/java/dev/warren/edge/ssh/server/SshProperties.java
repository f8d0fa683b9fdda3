package dev.warren.edge.ssh.server;

import dev.warren.core.Settings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The SSH door.
 *
 * @param host the address to listen on
 * @param port the TCP port, 0 for any free one
 * @param loginGraceTime how long a connection may stay without being logged in
 * @param authTries key offers and signatures that one connection may send
 * @param loginFailures failed log-ins a minute that one address (IPv6: one /64) may have before it
 *     is turned away at the door
 * @param maxConnections connections in all
 * @param maxConnectionsPerAddress connections of one address (IPv6: one /64)
 * @param maxUnauthenticated connections in all that are not logged in yet
 * @param maxChannels channels that one connection may have open, of all kinds
 * @param maxSessions sessions (commands, shells, copies) that one connection may have open
 * @param maxPendingRequests forward requests of one connection that may wait for their answer
 * @param keepaliveInterval how long a connection may be silent before it is asked for a sign of
 *     life
 * @param keepaliveCount unanswered questions after which a connection is closed
 * @param rekeyBytes bytes after which keys are exchanged anew
 * @param rekeyTime time after which keys are exchanged anew
 * @param chacha20 whether chacha20-poly1305 is offered; OpenSSH prefers it, and here it costs 3 to
 *     5 times the CPU of AES-GCM
 * @param userCa a file of public keys that may sign user certificates for every account
 * @param memory the budget of windows, waiting lines and copied files of this door
 * @param sessionWindow how much a client may send ahead on one session channel
 * @param drainTime how long commands may take to finish when the server stops
 */
@ConfigurationProperties("warren.ssh")
public record SshProperties(
        @DefaultValue("0.0.0.0") String host,
        @DefaultValue("2222") int port,
        @DefaultValue("60s") Duration loginGraceTime,
        @DefaultValue("20") int authTries,
        @DefaultValue("30") int loginFailures,
        @DefaultValue("10000") int maxConnections,
        @DefaultValue("256") int maxConnectionsPerAddress,
        @DefaultValue("256") int maxUnauthenticated,
        @DefaultValue("1024") int maxChannels,
        @DefaultValue("16") int maxSessions,
        @DefaultValue("256") int maxPendingRequests,
        @DefaultValue("20s") Duration keepaliveInterval,
        @DefaultValue("3") int keepaliveCount,
        @DefaultValue("1GB") DataSize rekeyBytes,
        @DefaultValue("1h") Duration rekeyTime,
        @DefaultValue("false") boolean chacha20,
        @Nullable Path userCa,
        @DefaultValue("16MB") DataSize memory,
        @DefaultValue("128KB") DataSize sessionWindow,
        @DefaultValue("5s") Duration drainTime) {

    private static final int MANY = 1_000_000;

    public SshProperties {
        Settings.of("warren.ssh")
                .check(!host.isBlank(), "host", host, "an address of this machine")
                .between("port", port, 0, 65535)
                .between("login-grace-time", loginGraceTime, seconds(1), seconds(600))
                .between("auth-tries", authTries, 2, 100)
                .between("login-failures", loginFailures, 1, MANY)
                .between("max-connections", maxConnections, 1, MANY)
                .between("max-connections-per-address", maxConnectionsPerAddress, 1, MANY)
                .between("max-unauthenticated", maxUnauthenticated, 1, MANY)
                .between("max-channels", maxChannels, 1, MANY)
                .between("max-sessions", maxSessions, 1, 1000)
                .between("max-pending-requests", maxPendingRequests, 1, 10_000)
                .between(
                        "keepalive-interval",
                        keepaliveInterval,
                        Duration.ofMillis(100),
                        Duration.ofHours(1))
                .between("keepalive-count", keepaliveCount, 1, 100)
                .between(
                        "rekey-bytes",
                        rekeyBytes,
                        DataSize.ofMegabytes(1),
                        DataSize.ofGigabytes(64))
                .between("rekey-time", rekeyTime, seconds(10), Duration.ofHours(24))
                .between(
                        "session-window",
                        sessionWindow,
                        DataSize.ofKilobytes(32),
                        DataSize.ofMegabytes(2))
                .between("memory", memory, DataSize.ofMegabytes(1), DataSize.ofTerabytes(1))
                .between("drain-time", drainTime, Duration.ZERO, seconds(300))
                .done();
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
