package dev.warren.registry.fill;

import dev.warren.core.Settings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of fetching blobs from other registries.
 *
 * @param atOnce blobs that are fetched at the same time
 * @param waiting blobs that may wait for their turn; more are refused
 * @param turn how long a blob waits for its turn
 * @param maxBlob bytes of one blob at most
 * @param perCaller bytes that are fetched within an hour for one account, or one address without
 *     one; what is here costs nothing
 * @param minRate bytes a second that an upstream must send, measured over ten seconds; slower, it
 *     is asked again
 * @param tries how often an upstream that breaks off is asked to go on without sending anything
 */
@ConfigurationProperties("warren.registry.fill")
public record FillProperties(
        @DefaultValue("16") int atOnce,
        @DefaultValue("256") int waiting,
        @DefaultValue("10s") Duration turn,
        @DefaultValue("64GB") DataSize maxBlob,
        @DefaultValue("50GB") DataSize perCaller,
        @DefaultValue("1KB") DataSize minRate,
        @DefaultValue("6") int tries) {

    public FillProperties {
        DataSize none = DataSize.ofBytes(0);
        Settings.of("warren.registry.fill")
                .between("at-once", atOnce, 1, 1000)
                .between("waiting", waiting, 0, 100_000)
                .between("turn", turn, Duration.ofMillis(100), Duration.ofMinutes(1))
                .between("max-blob", maxBlob, DataSize.ofMegabytes(1), DataSize.ofTerabytes(10))
                .between(
                        "per-caller",
                        perCaller,
                        DataSize.ofMegabytes(1),
                        DataSize.ofTerabytes(1000))
                .between("min-rate", minRate, none, DataSize.ofMegabytes(100))
                .between("tries", tries, 0, 100)
                .done();
    }
}
