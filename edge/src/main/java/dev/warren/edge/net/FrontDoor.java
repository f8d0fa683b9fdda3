package dev.warren.edge.net;

import dev.warren.core.WarrenProperties;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A port that the edge listens on. Contributed as a bean, it appears in the start message and has a
 * health component of its own.
 *
 * <p>Any thread may call any method; none blocks.
 */
public interface FrontDoor {

    /** The port that URLs need not name. */
    int HTTP = 80;

    /** A bounded word: {@code ssh}, {@code http}, {@code https}. */
    String name();

    /**
     * Where it listens, with the port that was really bound; empty while it does not listen: before
     * the start, once draining has begun, after the end.
     */
    Optional<InetSocketAddress> address();

    /** The port that URLs name, which may be mapped to the one that is listened on. */
    default OptionalInt publicPort() {
        return address().stream().mapToInt(InetSocketAddress::getPort).findFirst();
    }

    /**
     * Where visitors find {@code host}: through the HTTPS door while it listens, else through the
     * HTTP door.
     *
     * @param port the port to name in any case, null for the door's own
     */
    static URI url(Stream<FrontDoor> doors, String host, @Nullable Integer port) {
        List<FrontDoor> open = doors.filter(door -> door.publicPort().isPresent()).toList();
        Optional<FrontDoor> secure =
                open.stream().filter(door -> door.name().equals("https")).findFirst();
        Optional<FrontDoor> plain =
                open.stream().filter(door -> door.name().equals("http")).findFirst();
        int own = secure.or(() -> plain).map(door -> door.publicPort().orElseThrow()).orElse(HTTP);
        return WarrenProperties.url(secure.isPresent(), host, port == null ? own : port);
    }
}
