package dev.warren.core.webhooks;

import dev.warren.core.Settings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of webhooks.
 *
 * @param allowHttp whether addresses may be without TLS
 * @param memory what events may hold until they are in the database, and while they are sent
 * @param poll how often the database is asked what is to be sent
 * @param timeout how long an attempt may take, connecting and the answer included
 * @param maxSending attempts at a time, of one node
 * @param maxWaiting events of one webhook that wait in the database; the oldest go for more
 * @param maxWaitingTotal the same of all together; the longest queue is shortened
 * @param retry the wait after a first failure; it triples up to an hour
 * @param giveUp how old an event becomes that cannot be delivered
 * @param switchOff how long a receiver may fail before its webhook is switched off
 */
@ConfigurationProperties("warren.webhooks")
record WebhooksProperties(
        @DefaultValue("false") boolean allowHttp,
        @DefaultValue("2MB") DataSize memory,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("16") int maxSending,
        @DefaultValue("1000") int maxWaiting,
        @DefaultValue("20000") int maxWaitingTotal,
        @DefaultValue("5s") Duration retry,
        @DefaultValue("12h") Duration giveUp,
        @DefaultValue("3d") Duration switchOff) {

    WebhooksProperties {
        Duration least = Duration.ofMillis(50);
        // half of the memory is for those on their way to the database
        long mostSending = memory.toBytes() / 2 / Attempts.MOST_BYTES;
        Settings.of("warren.webhooks")
                .between("memory", memory, DataSize.ofKilobytes(256), DataSize.ofGigabytes(1))
                .between("poll", poll, least, Duration.ofMinutes(5))
                .between("timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(2))
                .check(
                        maxSending >= 1 && maxSending <= Math.min(mostSending, 1000),
                        "max-sending",
                        maxSending,
                        "1 to %d with memory %s".formatted(Math.min(mostSending, 1000), memory))
                .between("max-waiting", maxWaiting, 1, 100_000)
                .between("max-waiting-total", maxWaitingTotal, maxWaiting, 10_000_000)
                .between("retry", retry, least, Duration.ofHours(1))
                .between("give-up", giveUp, Duration.ofSeconds(1), Duration.ofDays(30))
                .between("switch-off", switchOff, Duration.ofSeconds(1), Duration.ofDays(365))
                .done();
    }
}
