package dev.warren.tunnels.inspect.web;

import dev.warren.core.memory.Reservation;
import dev.warren.core.people.Account;
import dev.warren.edge.http.HttpField;
import dev.warren.tunnels.inspect.Place;
import dev.warren.tunnels.inspect.Recording;
import dev.warren.tunnels.inspect.replay.Answer;
import dev.warren.tunnels.inspect.replay.AnswerText;
import dev.warren.tunnels.inspect.replay.Changes;
import dev.warren.tunnels.inspect.replay.Replayer;
import dev.warren.tunnels.live.Tunnel;
import io.netty.util.NetUtil;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends captured requests of one's own tunnels again. */
@RestController
class ReplayController {

    private static final int MOST = 256 * 1024;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final WebTools tools;
    private final Replayer replayer;

    ReplayController(WebTools tools, Replayer replayer) {
        this.tools = tools;
        this.replayer = replayer;
    }

    /**
     * Sends it once, and gives the answer. The request's own body may be empty, or JSON of up to
     * 256 KiB with what is to be different: {@code to}, {@code method}, {@code path}, {@code
     * headers} (a list of {@code "Name: value"}) and {@code body}.
     */
    @PostMapping(
            path = "/api/tunnels/exchanges/{id}/replay",
            produces = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Object> replay(Principal who, @PathVariable String id, HttpServletRequest request)
            throws IOException, InterruptedException {
        Account owner = tools.account(who);
        Recording recording = tools.recording(owner, id);
        Optional<Reservation> room = replayer.room(3 * MOST);
        if (room.isEmpty()) {
            throw WebTools.busy();
        }
        try (Reservation _ = room.get()) {
            JsonNode wish = wish(request);
            var order =
                    new Replayer.Order(
                            recording,
                            tunnel(owner, recording, wish),
                            sender(request),
                            changes(wish));
            return answer(replayer.send(order));
        } catch (IllegalArgumentException | JacksonException bad) {
            throw WebTools.problem(HttpStatus.BAD_REQUEST, String.valueOf(bad.getMessage()));
        }
    }

    private static InetSocketAddress sender(HttpServletRequest request) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(request.getRemoteAddr());
        return new InetSocketAddress(
                address == null ? InetAddress.getLoopbackAddress() : address,
                Math.max(0, request.getRemotePort()));
    }

    private static JsonNode wish(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MOST + 1);
        if (body.length > MOST) {
            throw WebTools.problem(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "body: expected: at most %d bytes".formatted(MOST));
        }
        return MAPPER.readTree(body.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : body);
    }

    private Tunnel tunnel(Account owner, Recording recording, JsonNode wish) {
        Optional<String> name = text(wish, "to");
        Place place = recording.place();
        return Place.find(tools.tunnels(), owner, place, name.orElse(null))
                .orElseThrow(() ->
                        WebTools.problem(
                                HttpStatus.CONFLICT,
                                "%s: not connected (expected: one of your web tunnels)"
                                        .formatted(name.orElse(place.label()))));
    }

    private static Changes changes(JsonNode wish) {
        List<HttpField> fields =
                wish.path("headers")
                        .valueStream()
                        .map(field -> Changes.field(field.asString("")))
                        .toList();
        return new Changes(
                text(wish, "method"),
                text(wish, "path"),
                fields,
                text(wish, "body").map(body -> body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Optional<String> text(JsonNode wish, String name) {
        JsonNode value = wish.path(name);
        return value.isString() ? Optional.of(value.asString("")) : Optional.empty();
    }

    private Map<String, Object> answer(Answer answer) throws InterruptedException {
        return switch (answer) {
            case Answer.Failed(String code, String sentence) ->
                    throw WebTools.problem(
                            code.equals("not-whole") ? HttpStatus.CONFLICT : HttpStatus.BAD_GATEWAY,
                            sentence);
            case Answer.Came came ->
                    AnswerText.json(came, tools.views()).orElseThrow(WebTools::busy);
        };
    }
}
