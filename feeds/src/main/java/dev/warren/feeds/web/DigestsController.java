package dev.warren.feeds.web;

import dev.warren.core.people.Account;
import dev.warren.feeds.digest.Digest;
import dev.warren.feeds.digest.DigestRun;
import dev.warren.feeds.digest.Digests;
import dev.warren.feeds.file.FeedsFile;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Files of feeds that are mailed. */
@RestController
@RequestMapping("/api/feeds/digests")
class DigestsController {

    private final WebTools tools;
    private final Digests digests;

    DigestsController(WebTools tools, Digests digests) {
        this.tools = tools;
        this.digests = digests;
    }

    /**
     * A file.
     *
     * @param consent whether its address agrees: {@code good}, {@code asked}, {@code asked-enough}
     *     or {@code refused}
     * @param paused why it makes no mails
     */
    record File(
            String name,
            String title,
            String email,
            int feeds,
            String cron,
            String zone,
            String consent,
            @Nullable String paused,
            Instant next,
            @Nullable Run last) {}

    /** The last time that it was run; {@code result} is a sentence. */
    record Run(Instant at, int items, int mails, String result) {

        static Run of(DigestRun run) {
            return new Run(run.at(), run.items(), run.mails(), run.result());
        }
    }

    @GetMapping
    List<File> list(Principal who) {
        Account account = tools.account(who);
        return digests.list(account).stream().map(one -> file(account, one)).toList();
    }

    private File file(Account account, Digest digest) {
        FeedsFile file = digest.file();
        return new File(
                digest.name(),
                digest.title(),
                digest.email().toString(),
                file.feeds().size(),
                file.schedule().cron(),
                file.schedule().zone().getId(),
                digests.standing(account, digest).name().toLowerCase(Locale.ROOT).replace('_', '-'),
                digest.paused().orElse(null),
                digest.nextRunAt(),
                digests.runs(digest, 1).stream().findFirst().map(Run::of).orElse(null));
    }
}
