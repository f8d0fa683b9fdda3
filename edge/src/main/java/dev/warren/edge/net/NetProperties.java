package dev.warren.edge.net;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The event loops of the data plane.
 *
 * @param transport how sockets are polled: {@code auto} takes epoll where there is one
 * @param threads event loop threads, 0 for one a processor
 */
@Validated
@ConfigurationProperties("warren.net")
public record NetProperties(
        @DefaultValue("auto") Transport transport,
        @DefaultValue("0") @Min(0) @Max(256) int threads) {

    /** The kernel interface under the event loops. */
    public enum Transport {
        AUTO,
        EPOLL,
        NIO
    }
}
