package dev.warren.edge.ssh.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final LoginThrottle throttle = new LoginThrottle(3, now::get);
    private final AddressBlock block = new AddressBlock("192.0.2.1");

    @Test
    void letsSomeFailuresPassThenMakesTheAddressWait() {
        throttle.failed(block);
        throttle.failed(block);
        assertThat(throttle.wait(block)).isZero();

        throttle.failed(block);

        assertThat(throttle.wait(block)).isEqualTo(Duration.ofSeconds(20));
        assertThat(throttle.wait(new AddressBlock("192.0.2.2"))).isZero();
    }

    @Test
    void forgivesOverTime() {
        for (int i = 0; i < 3; i++) {
            throttle.failed(block);
        }

        now.set(now.get().plusSeconds(20));

        assertThat(throttle.wait(block)).isZero();
        throttle.failed(block);
        assertThat(throttle.wait(block)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void countsSixtyFourBitsOfAnIpv6AddressAsOne() throws Exception {
        assertThat(of("2001:db8:1:2::1")).isEqualTo(of("2001:db8:1:2:ffff::1"));
        assertThat(of("2001:db8:1:2::1")).isNotEqualTo(of("2001:db8:1:3::1"));
        assertThat(of("192.0.2.1")).isNotEqualTo(of("192.0.2.2"));
    }

    private static AddressBlock of(String address) throws Exception {
        return AddressBlock.of(new InetSocketAddress(InetAddress.getByName(address), 1));
    }
}
