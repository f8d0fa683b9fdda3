package dev.warren.feeds.mail;

import dev.warren.core.outbound.OutboundHttp;
import dev.warren.core.outbound.OutboundRequest;
import dev.warren.core.outbound.OutboundResponse;
import dev.warren.feeds.clean.MailImages;
import dev.warren.feeds.source.Ports;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.util.unit.DataSize;

/**
 * Pictures that become part of mails: the first texts' first ones, a few and small. What is too
 * much, too large or no picture stays where it is. Remembers what is asked for, fetches that, and
 * gives it out when it is asked for again. Confined to one thread.
 */
public final class InlinePictures implements MailImages {

    private static final int MOST = 20;
    private static final DataSize MOST_BYTES_EACH = DataSize.ofKilobytes(128);
    private static final int MOST_BYTES = 256 * 1024;
    private static final Duration EACH = Duration.ofSeconds(5);
    private static final Duration ALL = Duration.ofSeconds(20);
    private static final int HTTP_OK = 200;

    private final Set<String> wanted = new LinkedHashSet<>();
    private final Map<String, MimeMail.Picture> fetched = new HashMap<>();

    @Override
    public Optional<String> source(String url) {
        MimeMail.Picture picture = fetched.get(url);
        if (picture != null) {
            return Optional.of("cid:" + picture.id());
        }
        if (wanted.size() < MOST) {
            wanted.add(url);
        }
        return Optional.of(url);
    }

    /** Those that {@code html} shows. */
    public List<MimeMail.Picture> in(String html) {
        return fetched.values().stream()
                .filter(picture -> html.contains("cid:" + picture.id()))
                .toList();
    }

    /** Fetches what was asked for; blocks for 20 seconds and one picture at most. */
    public void fetch(OutboundHttp http, InstantSource clock) {
        Instant until = clock.instant().plus(ALL);
        int left = MOST_BYTES;
        for (String url : wanted) {
            if (clock.instant().isAfter(until)) {
                return;
            }
            Optional<byte[]> bytes = fetch(url, http);
            Optional<String> type = bytes.flatMap(InlinePictures::type);
            if (type.isPresent() && bytes.get().length <= left) {
                left -= bytes.get().length;
                String id = "p%d@warren".formatted(fetched.size() + 1);
                fetched.put(url, new MimeMail.Picture(id, type.get(), bytes.get()));
            }
        }
    }

    private static Optional<byte[]> fetch(String url, OutboundHttp http) {
        try (OutboundResponse response =
                http.send(
                        OutboundRequest.get(URI.create(url), MOST_BYTES_EACH)
                                .withHeader("Accept", "image/*")
                                .within(EACH)
                                .onlyPorts(Ports::allows))) {
            int most = (int) MOST_BYTES_EACH.toBytes();
            return response.status() == HTTP_OK
                    ? Optional.of(response.body().readNBytes(most))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException unreachable) {
            return Optional.empty();
        }
    }

    /** By its first bytes, whatever the server says; no type that can hold a script. */
    private static Optional<String> type(byte[] bytes) {
        if (begins(bytes, 0, 0x89, 'P', 'N', 'G')) {
            return Optional.of("image/png");
        }
        if (begins(bytes, 0, 0xFF, 0xD8, 0xFF)) {
            return Optional.of("image/jpeg");
        }
        if (begins(bytes, 0, 'G', 'I', 'F', '8')) {
            return Optional.of("image/gif");
        }
        boolean webp = begins(bytes, 0, 'R', 'I', 'F', 'F') && begins(bytes, 8, 'W', 'E', 'B', 'P');
        return webp ? Optional.of("image/webp") : Optional.empty();
    }

    private static boolean begins(byte[] bytes, int at, int... with) {
        if (bytes.length < at + with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if ((bytes[at + i] & 0xFF) != with[i]) {
                return false;
            }
        }
        return true;
    }
}
