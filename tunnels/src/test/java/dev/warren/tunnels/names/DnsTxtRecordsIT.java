package dev.warren.tunnels.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DnsTxtRecordsIT {

    @Test
    void readsTextsAndKnowsWhenThereAreNone() throws IOException {
        try (var server = new NameServer()) {
            server.texts.put("_warren.my.example.com", List.of("SHA256:a+b/c", "two words"));
            var records = new DnsTxtRecords(Optional.of(server.place()), Duration.ofSeconds(3));

            assertThat(records.of("_warren.my.example.com"))
                    .isEqualTo(new TxtRecords.Answer.Texts(Set.of("SHA256:a+b/c", "two words")));
            assertThat(records.of("_warren.other.example.com"))
                    .isEqualTo(new TxtRecords.Answer.Texts(Set.of()));
        }
    }

    @Test
    void aServerThatSaysNothingIsNotWaitedForLong() throws IOException {
        try (var silent =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            var records =
                    new DnsTxtRecords(
                            Optional.of("127.0.0.1:" + silent.getLocalPort()),
                            Duration.ofMillis(300));
            long start = System.nanoTime();

            assertThat(records.of("_warren.my.example.com"))
                    .isEqualTo(new TxtRecords.Answer.Silence());
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void asksForNothingButPlainNames() {
        var records = new DnsTxtRecords(Optional.empty(), Duration.ofMillis(300));

        assertThat(records.of("ldap://example.com/x")).isEqualTo(new TxtRecords.Answer.Silence());
    }
}
