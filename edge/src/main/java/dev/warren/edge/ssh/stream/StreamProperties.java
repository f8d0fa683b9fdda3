package dev.warren.edge.ssh.stream;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Windows and waits of SSH byte streams.
 *
 * @param initialWindow what a new stream's client may send before anything was taken, 16KB to
 *     {@code maxWindow}
 * @param maxWindow how far the window of a fast and far client may grow, up to 64MB
 * @param openTimeout how long a client may take to accept a stream, that is to reach its backend
 */
@ConfigurationProperties("warren.ssh.streams")
public record StreamProperties(
        @DefaultValue("64KB") DataSize initialWindow,
        @DefaultValue("8MB") DataSize maxWindow,
        @DefaultValue("15s") Duration openTimeout) {

    private static final DataSize LEAST = DataSize.ofKilobytes(16);
    private static final DataSize MOST = DataSize.ofMegabytes(64);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    public StreamProperties {
        if (initialWindow.compareTo(LEAST) < 0 || initialWindow.compareTo(maxWindow) > 0) {
            throw new IllegalArgumentException(
                    "warren.ssh.streams.initial-window: %s (expected: 16KB to max-window, %s)"
                            .formatted(initialWindow, maxWindow));
        }
        if (maxWindow.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "warren.ssh.streams.max-window: %s (expected: up to 64MB)"
                            .formatted(maxWindow));
        }
        if (!openTimeout.isPositive() || openTimeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "warren.ssh.streams.open-timeout: %s (expected: up to 5m)"
                            .formatted(openTimeout));
        }
    }
}
