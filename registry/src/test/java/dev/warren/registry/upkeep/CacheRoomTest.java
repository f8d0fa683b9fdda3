package dev.warren.registry.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.registry.fill.Room;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class CacheRoomTest {

    private final Map<Optional<String>, Long> stored = new HashMap<>();
    private boolean mayGo;
    private final CacheRoom room =
            new CacheRoom(
                    new Evictor.Limits(
                            DataSize.ofBytes(1000),
                            Map.of("small", DataSize.ofBytes(300)),
                            90,
                            50,
                            DataSize.ofBytes(0)),
                    new CacheRoom.Store() {
                        @Override
                        public long bytes(Optional<String> upstream) {
                            return stored.getOrDefault(upstream, 0L);
                        }

                        @Override
                        public void free(Optional<String> upstream, long bytes) {
                            if (mayGo) {
                                stored.merge(upstream, -bytes, Long::sum);
                            }
                        }
                    });

    @Test
    void whatIsComingCountsAtOnce() {
        Room.Claim first = room.claim("a", 600).orElseThrow();

        assertThat(room.claim("b", 500)).as("both would be too much").isEmpty();
        first.close();
        assertThat(room.claim("b", 500)).as("the first did not come to be stored").isPresent();
    }

    @Test
    void whatWasStoredCountsUntilItGoes() {
        room.claim("a", 600).orElseThrow().close();
        stored.put(Optional.empty(), 600L);

        assertThat(room.claim("b", 500)).isEmpty();
        mayGo = true;
        assertThat(room.claim("b", 500)).as("down to the low mark").isPresent();
        assertThat(stored.get(Optional.<String>empty())).isZero();
    }

    @Test
    void oneUpstreamHasALimitOfItsOwn() {
        assertThat(room.claim("small", 301)).isEmpty();
        assertThat(room.claim("small", 200)).isPresent();
        assertThat(room.claim("small", 101)).isEmpty();
        assertThat(room.claim("large", 301)).isPresent();
    }

    @Test
    void whatIsRefusedByOneLimitCountsAtNone() {
        assertThat(room.claim("small", 800)).isEmpty();

        assertThat(room.claim("large", 1000)).isPresent();
    }

    @Test
    void bytesOfUnknownNumberCountAsTheyCome() {
        Room.Claim claim = room.claim("small", 0).orElseThrow();

        assertThat(claim.more(250)).isTrue();
        assertThat(claim.more(100)).isFalse();
        assertThat(room.claim("small", 40)).isPresent();
        assertThat(room.claim("small", 40)).isEmpty();
    }
}
