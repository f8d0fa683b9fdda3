package dev.warren.tunnels.inspect.ssh;

import dev.warren.core.memory.Reservation;
import dev.warren.core.people.Account;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.ssh.CommandContext;
import dev.warren.edge.ssh.CommandOutput;
import dev.warren.tunnels.inspect.Place;
import dev.warren.tunnels.inspect.Recording;
import dev.warren.tunnels.inspect.replay.Answer;
import dev.warren.tunnels.inspect.replay.AnswerText;
import dev.warren.tunnels.inspect.replay.Changes;
import dev.warren.tunnels.inspect.replay.Replayer;
import dev.warren.tunnels.live.Tunnel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tunnels replay}: sends a captured request again and shows the answer. */
@Command(name = "replay", description = "Send a captured request again, once, through its tunnel.")
final class ReplayCommand implements Callable<Integer> {

    /** How long a body from the caller's standard input may be. */
    private static final int MOST_INPUT = 256 * 1024;

    private final InspectTools tools;
    private final Replayer replayer;
    private final CommandContext context;
    private final CommandOutput output;

    @Parameters(paramLabel = "ID", description = "an exchange's id, such as req_12")
    private String id = "";

    @Option(names = "--to", paramLabel = "NAME", description = "another tunnel of yours")
    private @Nullable String to;

    @Option(names = "--method", paramLabel = "METHOD", description = "another method")
    private @Nullable String method;

    @Option(names = "--path", paramLabel = "PATH", description = "another path and query")
    private @Nullable String path;

    @Option(
            names = "--set-header",
            paramLabel = "NAME:VALUE",
            description = "a header to set, or without a value to leave out; several may be given")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--body",
            paramLabel = "TEXT",
            description = "another body; @- reads it from standard input, up to 256 KiB")
    private @Nullable String body;

    ReplayCommand(InspectTools tools, Replayer replayer, CommandContext context) {
        this.tools = tools;
        this.replayer = replayer;
        this.context = context;
        this.output = context.output();
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        Account caller = context.connection().account();
        // others' requests are looked at, never sent
        Optional<Recording> found =
                tools.inspector().find(id).filter(r -> r.place().owner() == caller.id());
        if (found.isEmpty()) {
            return output.fail("not-found", "%s: no such exchange is kept".formatted(id));
        }
        Optional<Tunnel> tunnel = Place.find(tools.tunnels(), caller, found.get().place(), to);
        if (tunnel.isEmpty()) {
            return output.fail(
                    "not-found",
                    "%s: not connected (expected: one of your web tunnels)"
                            .formatted(to == null ? found.get().place().label() : to));
        }
        Optional<Reservation> room = replayer.room(MOST_INPUT);
        if (room.isEmpty()) {
            return output.fail("busy", "the server has no memory for it (expected: try again)");
        }
        try (Reservation _ = room.get()) {
            return send(found.get(), tunnel.get());
        } catch (IllegalArgumentException bad) {
            output.fail("usage", String.valueOf(bad.getMessage()));
            return InspectTools.USAGE;
        }
    }

    private int send(Recording recording, Tunnel tunnel) throws InterruptedException, IOException {
        var order =
                new Replayer.Order(
                        recording, tunnel, context.connection().remoteAddress(), changes());
        return switch (replayer.send(order)) {
            case Answer.Failed(String code, String sentence) -> output.fail(code, sentence);
            case Answer.Came came -> show(came);
        };
    }

    private int show(Answer.Came came) throws InterruptedException {
        boolean shown;
        if (output.json()) {
            Optional<Map<String, Object>> json = AnswerText.json(came, tools.views());
            json.ifPresent(output::object);
            shown = json.isPresent();
        } else {
            Optional<List<String>> lines = AnswerText.lines(came, tools.views());
            lines.ifPresent(all -> all.forEach(output::say));
            shown = lines.isPresent();
        }
        return shown
                ? 0
                : output.fail(
                        "busy",
                        "it was sent and answered with %d, but there is no memory to show it now"
                                .formatted(came.status()));
    }

    private Changes changes() throws IOException {
        List<HttpField> fields = headers.stream().map(Changes::field).toList();
        return new Changes(Optional.ofNullable(method), Optional.ofNullable(path), fields, body());
    }

    private Optional<byte[]> body() throws IOException {
        if (body == null || !body.equals("@-")) {
            return Optional.ofNullable(body).map(text -> text.getBytes(StandardCharsets.UTF_8));
        }
        byte[] read = context.input().readNBytes(MOST_INPUT + 1);
        if (read.length > MOST_INPUT) {
            throw new IllegalArgumentException(
                    "body: more than %d bytes (expected: at most so many)".formatted(MOST_INPUT));
        }
        return Optional.of(read);
    }
}
