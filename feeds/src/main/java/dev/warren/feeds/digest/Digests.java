package dev.warren.feeds.digest;

import dev.warren.core.mail.MailAddress;
import dev.warren.core.mail.MailState;
import dev.warren.core.mail.Outbox;
import dev.warren.core.people.Account;
import dev.warren.feeds.digest.DigestSources.Entry;
import dev.warren.feeds.file.FeedLine;
import dev.warren.feeds.file.FeedsFile;
import dev.warren.feeds.file.FeedsFiles;
import dev.warren.feeds.file.FileNote;
import dev.warren.feeds.fulltext.FullTexts;
import dev.warren.feeds.mail.Consents;
import dev.warren.feeds.source.Followed;
import dev.warren.feeds.source.SourceHealth;
import dev.warren.feeds.source.Sources;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.transaction.support.TransactionTemplate;

/** The door to digests: files that are kept, and what became of them. Blocks; thread-safe. */
public final class Digests {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]{0,99}");
    private static final int TOKEN_BYTES = 20;

    /** What it stands on. */
    record Parts(
            DigestRows rows,
            DigestSources digestSources,
            RunRows runs,
            Sources sources,
            FullTexts pages,
            Consents consents,
            Outbox outbox,
            DigestProperties settings,
            TransactionTemplate transactions,
            SecureRandom random,
            InstantSource clock) {}

    private final Parts parts;

    Digests(Parts parts) {
        this.parts = parts;
    }

    /** What became of a file. */
    public sealed interface Outcome {

        /** It is in force; with what its owner may want to know. */
        record Kept(Digest digest, Consents.Standing standing, List<FileNote> notes)
                implements Outcome {}

        /** Nothing of it is, and the one before it still is. */
        record Refused(List<FileNote> problems) implements Outcome {}
    }

    /** The most bytes of a file. */
    public int maxBytes() {
        return Math.toIntExact(parts.settings.maxFile().toBytes());
    }

    /** Looks at a file as {@link #keep} does, and keeps nothing. */
    public FeedsFiles.Outcome look(Account account, String name, byte[] content) {
        if (!NAME.matcher(name).matches()) {
            return wrong(
                    "is no good name (expected: letters, digits, dots, hyphens, such as daily.txt)");
        }
        return FeedsFiles.read(
                name, ByteBuffer.wrap(content), own(account), parts.settings.maxFeeds());
    }

    private static FeedsFiles.Outcome wrong(String sentence) {
        return new FeedsFiles.Outcome.Wrong(List.of(new FileNote(0, sentence)));
    }

    private static Optional<MailAddress> own(Account account) {
        try {
            return account.email().map(MailAddress::new);
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** Keeps a file in the place of the one with the same name, or nothing of it. */
    public Outcome keep(Account account, String name, byte[] content) {
        return switch (look(account, name, content)) {
            case FeedsFiles.Outcome.Wrong(List<FileNote> problems) -> new Outcome.Refused(problems);
            case FeedsFiles.Outcome.Read(FeedsFile file) -> {
                Outcome outcome =
                        parts.transactions.execute(transaction -> {
                            Outcome kept = keep(account, name, content, file);
                            if (kept instanceof Outcome.Refused) {
                                transaction.setRollbackOnly();
                            }
                            return kept;
                        });
                yield outcome == null ? new Outcome.Refused(List.of()) : outcome;
            }
        };
    }

    private Outcome keep(Account account, String name, byte[] content, FeedsFile file) {
        boolean isNew = parts.rows.find(account.id(), name).isEmpty();
        if (isNew && parts.rows.count(account.id()) >= parts.settings.maxFiles()) {
            return refused("would be one more than %d files".formatted(parts.settings.maxFiles()));
        }
        boolean whole = file.options().fullText();
        List<FileNote> problems = new ArrayList<>();
        Map<Long, Entry> entries = new LinkedHashMap<>();
        List<URI> urls = file.feeds().stream().map(FeedLine::url).toList();
        Map<URI, Followed> followed = parts.sources.follow(urls, account);
        for (FeedLine line : file.feeds()) {
            switch (Objects.requireNonNull(followed.get(line.url()))) {
                case Followed.Source source ->
                        entries.putIfAbsent(
                                source.id(), new Entry(source.id(), line.title(), whole));
                case Followed.Refused(String reason) ->
                        problems.add(new FileNote(line.line(), reason));
            }
        }
        if (!problems.isEmpty()) {
            return new Outcome.Refused(problems);
        }
        Instant now = parts.clock.instant();
        Instant next = file.schedule().next(now);
        long id =
                parts.rows.keep(
                        new DigestRows.Kept(
                                account.id(),
                                name,
                                new String(content, StandardCharsets.UTF_8),
                                file.email(),
                                file.schedule().cron(),
                                file.schedule().zone().getId(),
                                next,
                                token()),
                        now);
        parts.digestSources.set(id, List.copyOf(entries.values()));
        if (whole) {
            int first = parts.settings.firstItems();
            entries.keySet().stream().sorted().forEach(source -> parts.pages.want(source, first));
        }
        parts.sources.wantBy(entries.keySet(), next);
        Consents.Standing standing = parts.consents.stand(account, file.email());
        return new Outcome.Kept(parts.rows.find(id).orElseThrow(), standing, file.notes());
    }

    private static Outcome refused(String sentence) {
        return new Outcome.Refused(List.of(new FileNote(0, sentence)));
    }

    private String token() {
        byte[] secret = new byte[TOKEN_BYTES];
        parts.random.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    /** An account's files, by name. */
    public List<Digest> list(Account account) {
        return parts.rows.of(account.id());
    }

    public Optional<Digest> find(Account account, String name) {
        return parts.rows.find(account.id(), name);
    }

    /** Whether there was such a file. */
    public boolean remove(Account account, String name) {
        return parts.rows.remove(account.id(), name);
    }

    /** Whether its reader agrees to get it. */
    public Consents.Standing standing(Account account, Digest digest) {
        return parts.consents.standing(account, digest.email());
    }

    /** How it goes with its feeds, in the file's order. */
    public List<SourceHealth> health(Digest digest) {
        List<Long> ids = parts.digestSources.of(digest.id());
        Map<Long, SourceHealth> health = new LinkedHashMap<>();
        parts.sources.health(ids).forEach(one -> health.put(one.id(), one));
        return ids.stream().filter(health::containsKey).map(health::get).toList();
    }

    /** Has its feeds asked as soon as may be. */
    public void refresh(Digest digest) {
        parts.sources.wantBy(parts.digestSources.of(digest.id()), parts.clock.instant());
    }

    /** Its runs, the newest first. */
    public List<DigestRun> runs(Digest digest, int most) {
        return parts.runs.of(digest.id(), most);
    }

    /** What became of the mails of a run, the last first. */
    public List<MailState> mails(Digest digest, DigestRun run) {
        return parts.outbox.states(Consents.TOPIC, DigestRun.keys(digest.id(), run.id()), 500);
    }

    /** The digest that a link in one of its mails names. */
    public Optional<Digest> byToken(String token) {
        return parts.rows.byToken(token);
    }

    /** Ends, or begins again, the mails of a digest to its address, as their reader wishes. */
    public void wish(Digest digest, boolean mails) {
        parts.transactions.executeWithoutResult(_ -> {
            parts.rows.pause(digest.id(), mails ? null : "its reader unsubscribed");
            parts.consents.decide(digest.account(), digest.email(), mails);
        });
    }

    /** Has a digest make no mails, or again, as its owner wishes. */
    public void pause(Digest digest, boolean paused) {
        parts.rows.pause(digest.id(), paused ? "by its owner" : null);
    }
}
