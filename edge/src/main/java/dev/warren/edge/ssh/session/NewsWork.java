package dev.warren.edge.ssh.session;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.ssh.CommandOutput;
import dev.warren.edge.ssh.SessionHandler;
import dev.warren.edge.ssh.SshConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A session that is no command: gives its words to the handler as options, then shows news as long
 * as the connection has something to show. Ctrl-C or Ctrl-D ends it on a terminal; without a
 * terminal the end of the input does not, since clients are started with {@code < /dev/null}.
 */
final class NewsWork implements Work {

    private static final Duration REPLIES_WITHIN = Duration.ofSeconds(30);
    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;
    private static final String JSON_FLAG = "--json";
    private static final String JSON_OPTION = "output=json";

    private final SessionHost host;
    private final List<String> words;
    private final Optional<SessionHandler> handler;
    private final Help help;
    private final MemoryBudget budget;

    NewsWork(
            SessionHost host,
            List<String> words,
            Optional<SessionHandler> handler,
            Help help,
            MemoryBudget budget) {
        this.host = host;
        this.words = words;
        this.handler = handler;
        this.help = help;
        this.budget = budget;
    }

    @Override
    public boolean mayBeCutOff() {
        return true;
    }

    @Override
    public int run(SessionIo io) throws IOException, InterruptedException {
        SshConnection connection = host.connection();
        boolean json =
                words.contains(JSON_FLAG)
                        || words.contains(JSON_OPTION)
                        || connection.loginOptions().contains(JSON_OPTION);
        CommandOutput output = CommandRunner.output(io, json);
        host.awaitReplies(REPLIES_WITHIN);
        List<String> options = words.stream().filter(word -> !word.equals(JSON_FLAG)).toList();
        List<String> complaints =
                handler.map(h -> h.options(connection, options)).orElseGet(List::of);
        complaints.forEach(complaint -> output.fail("option", complaint));
        try (NewsReader reader = new NewsReader(io, json, budget)) {
            host.news().attach(reader);
            try {
                if (hasWork(connection)) {
                    waitForEnd(io);
                    return ExitStatus.OK;
                }
                reader.finish();
                if (reader.sawError()) {
                    return ExitStatus.FAILED;
                }
            } finally {
                host.news().detach(reader);
            }
        }
        return withoutWork(io, output, complaints);
    }

    private int withoutWork(SessionIo io, CommandOutput output, List<String> complaints)
            throws IOException {
        if (!words.isEmpty()) {
            output.fail(
                    "no-tunnel", "no tunnel is open on this connection, so there is no more to do");
            return complaints.isEmpty() ? ExitStatus.FAILED : ExitStatus.USAGE;
        }
        if (io.screen().takesPictures()) {
            help.menu(host.connection(), io).run();
        } else {
            Welcome.show(host.connection(), help, io);
        }
        return ExitStatus.OK;
    }

    private boolean hasWork(SshConnection connection) {
        return handler.isPresent() && handler.get().hasWork(connection);
    }

    private static void waitForEnd(SessionIo io) throws IOException, InterruptedException {
        byte[] typed = new byte[256];
        while (!io.ending().isOver()) {
            int count = io.in().read(typed);
            if (count < 0) {
                io.ending().await();
                return;
            }
            for (int i = 0; io.terminal() && i < count; i++) {
                if (typed[i] == CTRL_C || typed[i] == CTRL_D) {
                    return;
                }
            }
        }
    }
}
