package dev.warren.tunnels.inspect;

import dev.warren.core.Settings;
import dev.warren.tunnels.inspect.spill.SpillRing;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The inspector of tunnels.
 *
 * @param memory the budget of all that is kept, a part of the tunnels' own; the oldest goes first
 *     when it is needed elsewhere
 * @param memoryPerAccount the part of it that one account may hold
 * @param memoryPerTunnel the part of it that one tunnel may hold
 * @param body how much of each body, and of each direction of a WebSocket, is kept
 * @param spill bytes of a file that keeps longer request bodies for replay, the newest over the
 *     oldest; a body may take a quarter of it; unset for none
 * @param entries how many exchanges of one tunnel are kept
 * @param keep how long an exchange is kept
 * @param redact header fields whose values are never kept
 * @param viewersPerAccount how many may watch one account's tunnels at a time
 * @param view how much of a body is shown once it is unpacked
 */
@ConfigurationProperties("warren.tunnels.inspect")
public record InspectProperties(
        @DefaultValue("16MB") DataSize memory,
        @DefaultValue("8MB") DataSize memoryPerAccount,
        @DefaultValue("4MB") DataSize memoryPerTunnel,
        @DefaultValue("32KB") DataSize body,
        @Nullable DataSize spill,
        @DefaultValue("500") int entries,
        @DefaultValue("1h") Duration keep,
        @DefaultValue({
                    "authorization",
                    "cookie",
                    "proxy-authorization",
                    "set-cookie",
                    "x-api-key",
                    "x-auth-token",
                    "x-csrf-token"
                })
                Set<String> redact,
        @DefaultValue("20") int viewersPerAccount,
        @DefaultValue("256KB") DataSize view) {

    private static final int MANY = 100_000;

    public InspectProperties {
        redact =
                redact.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
        if (spill != null) {
            Settings.of("warren.tunnels.inspect")
                    .between(
                            "spill",
                            spill,
                            DataSize.ofBytes(SpillRing.LEAST),
                            DataSize.ofTerabytes(1))
                    .done();
        }
        DataSize least = DataSize.ofKilobytes(64);
        DataSize most = DataSize.ofGigabytes(64);
        Settings.of("warren.tunnels.inspect")
                .between("memory", memory, least, most)
                .between("memory-per-account", memoryPerAccount, least, most)
                .between("memory-per-tunnel", memoryPerTunnel, least, most)
                .between("body", body, DataSize.ofBytes(0), DataSize.ofMegabytes(4))
                .between("entries", entries, 1, MANY)
                .between("keep", keep, Duration.ofSeconds(1), Duration.ofDays(30))
                .between("viewers-per-account", viewersPerAccount, 1, 1000)
                .between("view", view, DataSize.ofKilobytes(1), DataSize.ofMegabytes(1))
                .done();
    }
}
