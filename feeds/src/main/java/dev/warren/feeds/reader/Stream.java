package dev.warren.feeds.reader;

import java.util.Optional;

/** Entries that are read together. Numbers are the reader's own; those of others find nothing. */
public sealed interface Stream {

    /**
     * The stream of a name in addresses: {@code all}, {@code starred}, {@code folder-7}, {@code
     * feed-7} or {@code tag-7}.
     */
    static Optional<Stream> named(String name) {
        String[] parts = name.split("-", 2);
        if (parts.length == 1) {
            return switch (name) {
                case "all" -> Optional.of(new All());
                case "starred" -> Optional.of(new Starred());
                default -> Optional.empty();
            };
        }
        if (!parts[1].matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(parts[1]);
        return switch (parts[0]) {
            case "folder" -> Optional.of(new Folder(number));
            case "feed" -> Optional.of(new Feed(number));
            case "tag" -> Optional.of(new Tag(number));
            default -> Optional.empty();
        };
    }

    /** Everything. */
    record All() implements Stream {}

    /** Everything of feeds that are still followed; of the others only what is starred is there. */
    record Followed() implements Stream {}

    /** What is starred. */
    record Starred() implements Stream {}

    /** The feeds of a folder. */
    record Folder(long id) implements Stream {}

    /** One feed. */
    record Feed(long subscription) implements Stream {}

    /** What has a tag. */
    record Tag(long id) implements Stream {}
}
