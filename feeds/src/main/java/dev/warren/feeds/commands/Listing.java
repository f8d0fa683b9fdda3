package dev.warren.feeds.commands;

import dev.warren.core.mail.MailState;
import dev.warren.edge.ssh.CommandOutput;
import dev.warren.feeds.digest.Digest;
import dev.warren.feeds.digest.DigestRun;
import dev.warren.feeds.digest.Digests;
import dev.warren.feeds.mail.Consents.Standing;
import dev.warren.feeds.source.SourceHealth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Shows digests as tables. Confined to one thread. */
final class Listing {

    private final Digests digests;
    private final CommandOutput output;

    Listing(Digests digests, CommandOutput output) {
        this.digests = digests;
        this.output = output;
    }

    /** All of an account's files, a line each. */
    int files(List<Digest> files) {
        output.table(
                List.of("file", "feeds", "failing", "next", "last", "result", "state"),
                files.stream().map(this::file).toList());
        return 0;
    }

    private List<Object> file(Digest digest) {
        List<SourceHealth> health = digests.health(digest);
        Optional<DigestRun> last = digests.runs(digest, 1).stream().findFirst();
        return List.of(
                digest.name(),
                health.size(),
                health.stream().filter(one -> one.failures() > 0).count(),
                digest.paused().isPresent() ? Optional.empty() : Optional.of(digest.nextRunAt()),
                digest.lastRunAt(),
                last.map(run -> run.result() + mails(digest, run)).orElse(""),
                state(digest));
    }

    private String mails(Digest digest, DigestRun run) {
        if (run.mails() == 0) {
            return "";
        }
        Map<String, Integer> counts = new TreeMap<>();
        digests.mails(digest, run)
                .forEach(mail -> counts.merge(mail.stage().word(), 1, Integer::sum));
        List<String> words = new ArrayList<>();
        counts.forEach((word, count) -> words.add(count + " " + word));
        return words.isEmpty() ? "" : " (" + String.join(", ", words) + ")";
    }

    private static String state(Digest digest) {
        return digest.paused().map(why -> "paused: " + why).orElse("active");
    }

    /** One file with each of its feeds. */
    int file(Digest digest, Standing standing) {
        List<SourceHealth> health = digests.health(digest);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", digest.name());
        fields.put("title", digest.title());
        fields.put("email", digest.email().value());
        fields.put("cron", digest.file().schedule().cron());
        fields.put("timezone", digest.file().schedule().zone().getId());
        fields.put(
                "next",
                digest.paused().isPresent() ? Optional.empty() : Optional.of(digest.nextRunAt()));
        fields.put("last", digest.lastRunAt());
        fields.put(
                "result",
                digests.runs(digest, 1).stream()
                        .findFirst()
                        .map(run -> run.result() + mails(digest, run)));
        fields.put("state", state(digest));
        String consent = Words.standing(standing, digest);
        fields.put("consent", consent.isEmpty() ? "good" : consent);
        if (output.json()) {
            fields.put("feeds", health.stream().map(Listing::object).toList());
            output.object(fields);
        } else {
            output.object(fields);
            output.say("");
            output.table(COLUMNS, health.stream().map(Listing::row).toList());
        }
        return 0;
    }

    private static final List<String> COLUMNS =
            List.of("feed", "title", "asked", "answered", "news", "next", "health");

    private static List<Object> row(SourceHealth one) {
        return List.of(
                one.url(),
                one.title(),
                one.checkedAt(),
                one.fetchedAt(),
                one.changedAt(),
                one.nextFetchAt(),
                health(one));
    }

    private static Map<String, Object> object(SourceHealth one) {
        Map<String, Object> object = new LinkedHashMap<>();
        List<Object> row = row(one);
        for (int i = 0; i < COLUMNS.size(); i++) {
            object.put(COLUMNS.get(i), row.get(i));
        }
        return object;
    }

    private static String health(SourceHealth one) {
        if (one.gone()) {
            return "gone: its publisher says so";
        }
        if (one.failures() > 0) {
            return "failing %d times since %s: %s"
                    .formatted(
                            one.failures(),
                            one.failingSince().map(Object::toString).orElse("now"),
                            one.problem().orElse(""));
        }
        String moved = one.movedTo().map(to -> ", moves to " + to).orElse("");
        return (one.checkedAt().isEmpty() ? "not asked yet" : "good") + moved;
    }

    /** The newest runs of a file with their mails. */
    int log(Digest digest, int lines) {
        List<List<Object>> rows = new ArrayList<>();
        for (DigestRun run : digests.runs(digest, lines)) {
            List<MailState> mails = run.mails() == 0 ? List.of() : digests.mails(digest, run);
            String words =
                    String.join(
                            "; ",
                            mails.stream()
                                    .map(mail ->
                                            mail.stage().word()
                                                    + (mail.result().isEmpty()
                                                            ? ""
                                                            : ": " + mail.result()))
                                    .toList());
            rows.add(List.of(run.at(), run.dueAt(), run.items(), run.mails(), run.result(), words));
        }
        output.table(List.of("at", "due", "items", "mails", "result", "delivery"), rows);
        return 0;
    }
}
