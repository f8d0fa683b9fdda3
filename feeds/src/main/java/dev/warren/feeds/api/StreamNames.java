package dev.warren.feeds.api;

import dev.warren.core.people.Account;
import dev.warren.feeds.reader.Entries;
import dev.warren.feeds.reader.Stream;
import dev.warren.feeds.reader.Subscription;
import dev.warren.feeds.reader.Subscriptions;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the API of Google Reader names streams: {@code feed/7}, {@code user/-/label/News}. */
final class StreamNames {

    static final String FEED = "feed/";
    static final String LABEL = "user/-/label/";
    static final String READING_LIST = "user/-/state/com.google/reading-list";
    static final String READ = "user/-/state/com.google/read";
    static final String KEPT_UNREAD = "user/-/state/com.google/kept-unread";
    static final String STARRED = "user/-/state/com.google/starred";

    private static final Pattern USER = Pattern.compile("user/[^/]{1,64}/(.+)");

    private final Subscriptions subscriptions;
    private final Entries entries;

    StreamNames(Subscriptions subscriptions, Entries entries) {
        this.subscriptions = subscriptions;
        this.entries = entries;
    }

    /** With the reader's own number written as the dash that it may be written as. */
    static String plain(String name) {
        Matcher user = USER.matcher(name);
        return user.matches() ? "user/-/" + user.group(1) : name;
    }

    /** The label's name, empty when it is something else. */
    static String label(String name) {
        String plain = plain(name);
        return plain.startsWith(LABEL) ? plain.substring(LABEL.length()) : "";
    }

    /** The stream of that name; a label is a folder, else a tag. */
    Optional<Stream> stream(Account reader, String name) {
        String plain = plain(name);
        return switch (plain) {
            case READING_LIST -> Optional.of(new Stream.All());
            case STARRED -> Optional.of(new Stream.Starred());
            default ->
                    plain.startsWith(FEED)
                            ? subscription(reader, plain).map(feed -> new Stream.Feed(feed.id()))
                            : labelled(reader, label(plain));
        };
    }

    private Optional<Stream> labelled(Account reader, String label) {
        Optional<Stream> folder =
                subscriptions.folders(reader).stream()
                        .filter(one -> one.name().equals(label))
                        .findFirst()
                        .map(one -> new Stream.Folder(one.id()));
        return folder.isPresent()
                ? folder
                : entries.tags(reader).stream()
                        .filter(tag -> tag.name().equals(label))
                        .findFirst()
                        .map(tag -> new Stream.Tag(tag.id()));
    }

    /** By number, or by the feed's address. */
    Optional<Subscription> subscription(Account reader, String name) {
        String feed = name.startsWith(FEED) ? name.substring(FEED.length()) : name;
        try {
            return subscriptions.find(reader, Long.parseLong(feed));
        } catch (NumberFormatException address) {
            return subscriptions.list(reader).stream()
                    .filter(one -> one.url().equals(feed))
                    .findFirst();
        }
    }

    static String of(Subscription subscription) {
        return FEED + subscription.id();
    }
}
