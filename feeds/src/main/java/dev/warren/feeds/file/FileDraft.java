package dev.warren.feeds.file;

import dev.warren.core.mail.MailAddress;
import dev.warren.feeds.file.FileOptions.Images;
import dev.warren.feeds.file.FileOptions.Mode;
import java.net.URI;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file while it is read; collects everything that is wrong with it. Confined to one thread. */
final class FileDraft {

    private static final int MOST_PROBLEMS = 50;
    private static final int MOST_URL = 2048;
    private static final int MOST_TITLE = 200;
    private static final String FILTER = "filter";
    private static final Set<String> KEYS =
            Set.of(
                    "email",
                    "cron",
                    "digest_interval",
                    "inline_content",
                    "full_text",
                    "timezone",
                    "mode",
                    "max_items",
                    "title",
                    FILTER,
                    "images");

    /** What the peer's files may have for its pages. */
    private static final Set<String> FOR_PAGES =
            Set.of(
                    "date",
                    "description",
                    "image",
                    "image_card",
                    "draft",
                    "tags",
                    "aliases",
                    "layout");

    /** The peer's older way of saying when. */
    private static final Map<String, String> INTERVALS =
            Map.of(
                    "10min", "*/10 * * * *",
                    "1hour", "0 * * * *",
                    "6hour", "0 */6 * * *",
                    "12hour", "0 */12 * * *",
                    "1day", "0 13 * * *",
                    "7day", "0 13 * * 0",
                    "30day", "0 13 1 * *");

    private static final Set<String> TRUE = Set.of("1", "t", "true", "yes", "on");
    private static final Set<String> FALSE = Set.of("0", "f", "false", "no", "off");

    private record Setting(int line, String value) {}

    private final int mostFeeds;
    private final Map<String, Setting> settings = new HashMap<>();
    private final List<FileFilter> filters = new ArrayList<>();
    private final Map<URI, FeedLine> feeds = new LinkedHashMap<>();
    private final List<FileNote> notes = new ArrayList<>();
    private final List<FileNote> problems = new ArrayList<>();
    private @Nullable MailAddress own;

    FileDraft(int mostFeeds) {
        this.mostFeeds = mostFeeds;
    }

    static boolean isKey(String key) {
        return KEYS.contains(key);
    }

    boolean hasEmail() {
        return settings.containsKey("email");
    }

    boolean hasSchedule() {
        return settings.containsKey("cron") || settings.containsKey("digest_interval");
    }

    List<FileNote> problems() {
        return List.copyOf(problems);
    }

    void problem(int line, String sentence) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(new FileNote(line, sentence));
        }
    }

    void note(int line, String sentence) {
        if (notes.size() < MOST_PROBLEMS) {
            notes.add(new FileNote(line, sentence));
        }
    }

    /** The address of a file that names none. */
    void email(MailAddress address) {
        own = address;
    }

    void set(int line, String name, String value) {
        String key = name.toLowerCase(Locale.ROOT);
        if (value.chars().anyMatch(Character::isISOControl)) {
            problem(line, key + ": has control characters");
        } else if (FOR_PAGES.contains(key)) {
            return;
        } else if (!KEYS.contains(key)) {
            problem(
                    line,
                    "%s is no setting (expected: one of %s)"
                            .formatted(
                                    name.isEmpty() ? "=:" : name,
                                    String.join(", ", KEYS.stream().sorted().toList())));
        } else if (key.equals(FILTER)) {
            filter(line, value);
        } else if (settings.putIfAbsent(key, new Setting(line, value)) != null) {
            problem(
                    line,
                    "%s is set twice, first in line %d".formatted(key, settings.get(key).line));
        }
    }

    private void filter(int line, String value) {
        try {
            filters.add(FileFilter.parse(value));
        } catch (IllegalArgumentException wrong) {
            problem(line, String.valueOf(wrong.getMessage()));
        }
    }

    void feed(int line, String text, String title) {
        URI url = url(text);
        if (url == null) {
            problem(
                    line,
                    "%s (expected: an address that begins with http:// or https://, or a line that begins with #)"
                            .formatted(shortened(text)));
            return;
        }
        FeedLine before = feeds.putIfAbsent(url, new FeedLine(line, url, clean(title)));
        if (before != null) {
            note(line, "is in line %d already".formatted(before.line()));
        } else if (feeds.size() == mostFeeds + 1) {
            problem(line, "has more than %d feeds; make two files of it".formatted(mostFeeds));
        }
    }

    private static @Nullable URI url(String text) {
        if (text.length() > MOST_URL || text.chars().anyMatch(c -> c <= ' ')) {
            return null;
        }
        try {
            URI url = URI.create(text);
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("http") || scheme.equals("https");
            return web && url.getRawAuthority() != null ? url : null;
        } catch (IllegalArgumentException wrong) {
            return null;
        }
    }

    private static String clean(String title) {
        String line = title.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > MOST_TITLE ? line.substring(0, MOST_TITLE) : line;
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    /** Judges the file as a whole. */
    FeedsFiles.Outcome finish() {
        MailAddress email = email();
        Schedule schedule = schedule();
        FileOptions options = options();
        if (feeds.isEmpty()) {
            problem(0, "has no feeds (expected: at least one line with an address)");
        }
        return problems.isEmpty() && email != null && schedule != null
                ? new FeedsFiles.Outcome.Read(
                        new FeedsFile(email, schedule, options, List.copyOf(feeds.values()), notes))
                : new FeedsFiles.Outcome.Wrong(problems);
    }

    private @Nullable MailAddress email() {
        Setting email = settings.get("email");
        if (email == null) {
            if (own == null) {
                problem(0, "says nobody to mail to (expected: a line =: email you@example.com)");
            }
            return own;
        }
        try {
            return new MailAddress(email.value);
        } catch (IllegalArgumentException wrong) {
            problem(email.line, String.valueOf(wrong.getMessage()));
            return null;
        }
    }

    private @Nullable Schedule schedule() {
        ZoneId zone = zone();
        Setting cron = settings.get("cron");
        Setting interval = settings.get("digest_interval");
        if (cron != null) {
            return schedule(cron.line, cron.value, zone);
        }
        if (interval != null) {
            return interval(interval, zone);
        }
        problem(0, "would never be mailed (expected: a line such as =: cron 0 7 * * *)");
        return null;
    }

    private @Nullable Schedule interval(Setting interval, ZoneId zone) {
        String cron = INTERVALS.get(interval.value);
        if (cron == null) {
            problem(
                    interval.line,
                    "digest_interval: %s (expected: one of 10min, 1hour, 6hour, 12hour, 1day, 7day, 30day, or =: cron)"
                            .formatted(interval.value));
            return null;
        }
        return schedule(interval.line, cron, zone);
    }

    private @Nullable Schedule schedule(int line, String cron, ZoneId zone) {
        try {
            return new Schedule(cron, zone);
        } catch (IllegalArgumentException wrong) {
            problem(line, String.valueOf(wrong.getMessage()));
            return null;
        }
    }

    private ZoneId zone() {
        Setting zone = settings.get("timezone");
        if (zone == null) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(zone.value);
        } catch (DateTimeException wrong) {
            problem(
                    zone.line,
                    "timezone: %s (expected: a name such as Europe/Paris or UTC)"
                            .formatted(zone.value));
            return ZoneOffset.UTC;
        }
    }

    private FileOptions options() {
        FileOptions usual = FileOptions.DEFAULT;
        return new FileOptions(
                choice("mode", Map.of("digest", Mode.DIGEST, "items", Mode.ITEMS), usual.mode()),
                flag("inline_content", usual.content()),
                flag("full_text", usual.fullText()),
                number("max_items", FileOptions.MOST_ITEMS, usual.maxItems()),
                settings.containsKey("title") ? clean(settings.get("title").value) : "",
                choice(
                        "images",
                        Map.of(
                                "remote",
                                Images.REMOTE,
                                "inline",
                                Images.INLINE,
                                "none",
                                Images.NONE),
                        usual.images()),
                filters);
    }

    private <T> T choice(String key, Map<String, T> choices, T usual) {
        Setting setting = settings.get(key);
        if (setting == null) {
            return usual;
        }
        T chosen = choices.get(setting.value.toLowerCase(Locale.ROOT));
        if (chosen == null) {
            problem(
                    setting.line,
                    "%s: %s (expected: %s)"
                            .formatted(
                                    key,
                                    setting.value,
                                    String.join(
                                            " or ", choices.keySet().stream().sorted().toList())));
            return usual;
        }
        return chosen;
    }

    private boolean flag(String key, boolean usual) {
        Setting setting = settings.get(key);
        if (setting == null) {
            return usual;
        }
        String word = setting.value.toLowerCase(Locale.ROOT);
        if (!TRUE.contains(word) && !FALSE.contains(word)) {
            problem(setting.line, "%s: %s (expected: true or false)".formatted(key, setting.value));
        }
        return TRUE.contains(word);
    }

    private int number(String key, int most, int usual) {
        Setting setting = settings.get(key);
        if (setting == null) {
            return usual;
        }
        if (setting.value.matches("[0-9]{1,6}")) {
            int number = Integer.parseInt(setting.value);
            if (number >= 1 && number <= most) {
                return number;
            }
        }
        problem(setting.line, "%s: %s (expected: 1 to %d)".formatted(key, setting.value, most));
        return usual;
    }
}
