package dev.warren.tunnels.limits;

import dev.warren.core.Settings;
import dev.warren.tunnels.policy.Allowance;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What all tunnels of one account may do together, where an administrator did not say otherwise.
 *
 * @param requests requests of a second, or connections where it is not HTTP; 0 for no limit
 * @param bandwidth bytes of a second, each way for itself; 0 for no limit
 * @param streams streams of visitors that may be open; 0 for no limit
 * @param refresh how often changes by other nodes are looked for
 */
@ConfigurationProperties("warren.tunnels.limits")
public record LimitsProperties(
        @DefaultValue("0") int requests,
        @DefaultValue("0B") DataSize bandwidth,
        @DefaultValue("0") int streams,
        @DefaultValue("5s") Duration refresh) {

    static final int MANY = 1_000_000;

    public LimitsProperties {
        Settings.of("warren.tunnels.limits")
                .between("requests", requests, 0, MANY)
                .between("bandwidth", bandwidth, DataSize.ofBytes(0), DataSize.ofTerabytes(1))
                .between("streams", streams, 0, MANY)
                .between("refresh", refresh, Duration.ofMillis(100), Duration.ofHours(1))
                .done();
    }

    /** The same for everybody; how many tunnels stand is another setting. */
    Allowance allowance() {
        return new Allowance(0, streams, requests, bandwidth.toBytes());
    }
}
