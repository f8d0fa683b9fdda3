package dev.warren.app.drill.feeds;

import dev.warren.app.lab.MailServer;
import dev.warren.app.lab.Newsroom;
import dev.warren.app.lab.OpenSsh;
import dev.warren.app.lab.Programs;
import dev.warren.app.lab.Run;
import dev.warren.app.lab.SshKey;
import dev.warren.app.lab.Waiting;
import dev.warren.app.lab.WarrenDatabase;
import dev.warren.app.lab.WarrenServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A Warren that may take 512 MiB, with files of feeds for a few readers; their feeds are fetched,
 * and their digests due, when the drill says so. It can be killed and started again on its data.
 */
final class DigestWarren implements AutoCloseable {

    private static final Duration QUICK = Duration.ofSeconds(30);

    /** No minute of it is due while a drill runs, or one run more is made. */
    private static final String CRON = "0 3 * * *";

    private final Run run;
    private final Newsroom news;
    private final OpenSsh ssh;
    private final WarrenServer.Setup setup;
    private WarrenServer warren;
    private WarrenDatabase database;

    private DigestWarren(Run run, Newsroom news, OpenSsh ssh, WarrenServer.Setup setup) {
        this.run = run;
        this.news = news;
        this.ssh = ssh;
        this.setup = setup;
        this.warren = WarrenServer.start(run.workspace(), setup);
        this.database = WarrenDatabase.of(setup.data());
    }

    /**
     * Starts one.
     *
     * @param name of its data directory
     */
    static DigestWarren start(Run run, String name, Newsroom news, MailServer mail) {
        List<String> jvm = WarrenServer.smallJvm();
        run.report().fact("warren's JVM", String.join(" ", jvm));
        WarrenServer.Setup setup =
                WarrenServer.Setup.make(run.workspace(), name, jvm, settings(mail));
        OpenSsh ssh = new OpenSsh(run.workspace(), SshKey.make(run.workspace(), name + "-key"));
        return new DigestWarren(run, news, ssh, setup);
    }

    /** All that takes minutes takes a moment. */
    private static List<String> settings(MailServer mail) {
        return List.of(
                "--warren.outbound.allow=127.0.0.0/8",
                "--warren.feeds.pace.spacing=0s",
                "--warren.feeds.fetch.poll=100ms",
                "--warren.feeds.digest.poll=100ms",
                "--warren.feeds.digest.consent=false",
                "--warren.feeds.digest.first-items=500",
                "--warren.feeds.digest.mails-per-day=100000",
                "--warren.mail.host=127.0.0.1",
                "--warren.mail.port=" + mail.port(),
                "--warren.mail.tls=none",
                "--warren.mail.from=news@warren.test",
                "--warren.mail.poll=100ms",
                "--warren.mail.retry=200ms",
                "--warren.mail.timeout=1s",
                "--warren.mail.deadline=3s",
                "--warren.mail.domain-pause=0s");
    }

    /** The address of a reader, at a domain of their own, since each domain has its pace. */
    static String address(String reader) {
        return reader + "@" + reader + ".test";
    }

    /**
     * Gives a reader a file of all feeds, by command, as its owner does, or the same file again.
     *
     * @param options more lines of the file, such as {@code =: mode items}
     */
    void file(String reader, String... options) {
        List<String> lines = new ArrayList<>(List.of("=: email " + address(reader)));
        lines.add("=: cron " + CRON);
        lines.addAll(List.of(options));
        lines.addAll(news.urls());
        Path file = run.workspace().write(reader + ".txt", String.join("\n", lines) + "\n");
        List<String> command =
                new ArrayList<>(
                        List.of("/bin/sh", "-c", "exec \"$@\" < '%s'".formatted(file), "sh"));
        command.addAll(ssh.command(warren, List.of("-T", "-o", "LogLevel=ERROR")));
        command.add("feeds add " + file.getFileName());
        Programs.run(run.workspace(), "ssh-feeds-add", command, QUICK);
    }

    WarrenServer server() {
        return warren;
    }

    WarrenDatabase database() {
        return database;
    }

    /** Whether all that was published is stored before {@code limit}. */
    boolean fetch(Duration limit) {
        database.allDue();
        return Waiting.until(limit, this::isFetched);
    }

    /** Whether all that was published is stored. */
    boolean isFetched() {
        return database.number("select count(*) from feeds.item") >= news.items();
    }

    /** Has a minute of every file be due now. */
    void digestsDue() {
        database.update("update feeds.digest set next_run_at = now() where paused is null");
    }

    /**
     * Whether all mails have left, and nothing is due or asked, before {@code limit}. A feed that
     * is asked meanwhile would not be asked anew by {@link #fetch}.
     */
    boolean calm(Duration limit) {
        return Waiting.until(limit, () -> unfinished() == 0);
    }

    private long unfinished() {
        return database.number(
                """
                select (select count(*) from core.mails where state = 'waiting')
                    + (select count(*) from feeds.domain where claim is not null)
                    + (select count(*) from feeds.digest
                        where paused is null and (claim is not null or next_run_at <= now()))\
                """);
    }

    /** Ends it as {@code kill -9} does. Its database stays until the next start. */
    void kill() {
        warren.kill();
    }

    /** Starts it again after {@link #kill}. */
    void startAgain() throws SQLException {
        database.endClaims();
        database.close();
        warren = WarrenServer.start(run.workspace(), setup);
        database = WarrenDatabase.of(setup.data());
    }

    @Override
    public void close() throws SQLException {
        database.close();
        warren.close();
    }
}
