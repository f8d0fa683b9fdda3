package dev.warren.tunnels.inspect.web;

import dev.warren.core.people.Account;
import dev.warren.tunnels.inspect.Place;
import dev.warren.tunnels.inspect.Recording;
import dev.warren.tunnels.inspect.Viewer;
import dev.warren.tunnels.inspect.view.EntryJson;
import dev.warren.tunnels.inspect.view.Filter;
import dev.warren.tunnels.inspect.view.Har;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * Exchanges of one's own tunnels: what is kept, and what happens. Answers of unknown length are
 * written as they come, on the request's own virtual thread; a browser that does not read loses
 * events of its own ring.
 */
@RestController
@RequestMapping("/api/tunnels")
class ExchangesController {

    private static final int MOST = 1000;
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final WebTools tools;

    ExchangesController(WebTools tools) {
        this.tools = tools;
    }

    /** Which exchanges a request asks for. */
    record Query(
            @Nullable String tunnel,
            @Nullable String method,
            @Nullable String status,
            @Nullable String path,
            @Nullable String text) {

        Filter filter() {
            try {
                return new Filter(or(method), or(status), or(path), or(text));
            } catch (IllegalArgumentException bad) {
                throw WebTools.problem(HttpStatus.BAD_REQUEST, String.valueOf(bad.getMessage()));
            }
        }

        private static String or(@Nullable String value) {
            return value == null ? "" : value;
        }

        Predicate<Place> places() {
            return place -> tunnel == null || tunnel.isEmpty() || place.isCalled(tunnel);
        }
    }

    /** The newest exchanges that are kept, oldest first, at most 1,000. */
    @GetMapping("/exchanges")
    List<Map<String, Object>> list(Principal who, Query query) throws InterruptedException {
        return found(tools.account(who), query).stream()
                .map(recording -> EntryJson.of(recording.summary()))
                .toList();
    }

    private List<Recording> found(Account owner, Query query) throws InterruptedException {
        Filter filter = query.filter();
        List<Recording> found = new ArrayList<>();
        for (Recording recording : tools.inspector().list(owner.id(), query.places())) {
            if (filter.admits(recording, tools.views())) {
                found.add(recording);
            }
        }
        return found.subList(Math.max(0, found.size() - MOST), found.size());
    }

    /** Forgets what is kept. */
    @DeleteMapping("/exchanges")
    Map<String, Object> clear(Principal who, @RequestParam String tunnel) {
        Account owner = tools.account(who);
        return Map.of(
                "forgotten", tools.inspector().clear(owner.id(), place -> place.isCalled(tunnel)));
    }

    /** One exchange with its bodies. */
    @GetMapping("/exchanges/{id}")
    void one(Principal who, @PathVariable String id, HttpServletResponse response)
            throws IOException, InterruptedException {
        Recording recording = tools.recording(tools.account(who), id);
        PrintWriter out = writer(response, MediaType.APPLICATION_JSON_VALUE);
        boolean shown =
                tools.views()
                        .print(
                                recording,
                                one -> MAPPER.writeValueAsString(EntryJson.of(one)),
                                out::write);
        if (!shown) {
            throw WebTools.busy();
        }
    }

    /** One exchange as an HTTP archive. */
    @GetMapping("/exchanges/{id}/har")
    void har(Principal who, @PathVariable String id, HttpServletResponse response)
            throws IOException, InterruptedException {
        har(List.of(tools.recording(tools.account(who), id)), response);
    }

    /** Exchanges as an HTTP archive. */
    @GetMapping("/har")
    void har(Principal who, Query query, HttpServletResponse response)
            throws IOException, InterruptedException {
        har(found(tools.account(who), query), response);
    }

    private void har(List<Recording> recordings, HttpServletResponse response)
            throws IOException, InterruptedException {
        response.setHeader("Content-Disposition", "attachment; filename=\"tunnels.har\"");
        PrintWriter out = writer(response, MediaType.APPLICATION_JSON_VALUE);
        out.write(Har.BEGIN);
        String comma = "";
        for (Recording recording : recordings) {
            String before = comma;
            boolean shown =
                    tools.views()
                            .print(
                                    recording,
                                    one ->
                                            before
                                                    + Har.entry(
                                                            one, tools.base(one.summary().place())),
                                    out::write);
            comma = shown ? "," : comma;
        }
        out.write(Har.END);
    }

    /** Exchanges as they happen, as server-sent events: {@code exchange} and {@code lost}. */
    @GetMapping("/live")
    void live(Principal who, Query query, HttpServletResponse response)
            throws IOException, InterruptedException {
        Filter filter = query.filter();
        Account owner = tools.account(who);
        try (Viewer viewer =
                tools.inspector()
                        .watch(owner.id(), query.places())
                        .orElseThrow(() ->
                                WebTools.problem(
                                        HttpStatus.TOO_MANY_REQUESTS,
                                        "as many watch these tunnels as may"))) {
            PrintWriter out = writer(response, MediaType.TEXT_EVENT_STREAM_VALUE);
            out.write(": watching\n\n");
            // a failed write is how a reader that went is noticed
            while (!out.checkError() && tools.find(who).isPresent()) {
                write(out, viewer.take(LOOK), filter);
            }
        }
    }

    private void write(PrintWriter out, Viewer.Batch batch, Filter filter)
            throws InterruptedException {
        if (batch.isEmpty()) {
            out.write(": still here\n\n");
        }
        if (batch.lost() > 0) {
            out.write("event: lost\ndata: " + batch.lost() + "\n\n");
        }
        for (Recording recording : batch.recordings()) {
            if (filter.admits(recording, tools.views())) {
                String json = MAPPER.writeValueAsString(EntryJson.of(recording.summary()));
                out.write("event: exchange\ndata: " + json + "\n\n");
            }
        }
    }

    private static PrintWriter writer(HttpServletResponse response, String type)
            throws IOException {
        response.setContentType(type);
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        return response.getWriter();
    }
}
