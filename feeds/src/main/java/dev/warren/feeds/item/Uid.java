package dev.warren.feeds.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.warren.feeds.parse.ParsedItem;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an item is told apart by within its feed: SHA-256 of its guid, else of its link, else of its
 * title and content.
 */
record Uid(String hex) {

    static Uid of(byte[] bytes) {
        return new Uid(HexFormat.of().formatHex(bytes));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /**
     * By what {@code item} may be known, what it is stored under first. The others are the same
     * under the other of http and https, because publishers who move to https often write their
     * guids anew.
     */
    static List<Uid> of(ParsedItem item) {
        if (!item.guid().isBlank()) {
            return eitherScheme("guid", item.guid().strip());
        }
        if (!item.url().isBlank()) {
            return eitherScheme("url", item.url().strip());
        }
        return List.of(hash("text", item.title(), item.summary(), item.content()));
    }

    /** Where several items of one document have the same guid, their links tell them apart. */
    static Uid ofReused(ParsedItem item) {
        String link = item.url().strip();
        return hash("reused", item.guid().strip(), link.isEmpty() ? item.title() : link);
    }

    private static List<Uid> eitherScheme(String kind, String text) {
        Stream<String> other =
                text.startsWith("http://")
                        ? Stream.of("https" + text.substring("http".length()))
                        : text.startsWith("https://")
                                ? Stream.of("http" + text.substring("https".length()))
                                : Stream.empty();
        return Stream.concat(Stream.of(text), other).map(one -> hash(kind, one)).toList();
    }

    /** Of parts that cannot run into each other. */
    static Uid hash(String kind, String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Stream.concat(Stream.of(kind), Arrays.stream(parts))
                    .map(part -> part.getBytes(UTF_8))
                    .forEach(part -> {
                        digest.update((part.length + ":").getBytes(UTF_8));
                        digest.update(part);
                    });
            return of(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("no SHA-256 in this JVM", impossible);
        }
    }
}
