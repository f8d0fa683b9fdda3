package dev.warren.tunnels.inspect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.testing.ManualClock;
import dev.warren.edge.http.HttpExchange;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpObserver;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpResponse;
import dev.warren.tunnels.inspect.spill.SpillRing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.util.unit.DataSize;

/** An inspector, and exchanges for it to look at. */
public final class InspectWorld {

    public static final Place WEB = new Place(1, "alice", "alice-web.tuns.example.org", "web");
    public static final Place API = new Place(1, "alice", "alice-api.tuns.example.org", "api");
    public static final Place BOBS = new Place(2, "bob", "bob-web.tuns.example.org", "web");

    public final ManualClock clock = new ManualClock();
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final MemoryBudget root;
    public final MemoryBudget budget;
    public final Inspector inspector;

    public InspectWorld() {
        this(1 << 20, 1 << 20, 5, 16 * 1024);
    }

    /**
     * @param memory bytes for all, and for each account half of them
     */
    public InspectWorld(long memory, long perTunnel, int entries, long body) {
        this(memory, perTunnel, entries, body, Optional.empty());
    }

    /**
     * @param spill where long bodies go
     */
    public InspectWorld(
            long memory, long perTunnel, int entries, long body, Optional<SpillRing> spill) {
        root = MemoryBudget.root("tunnels", memory + (1 << 20));
        budget = root.child("capture", memory);
        InspectProperties settings =
                new InspectProperties(
                        DataSize.ofBytes(Math.max(memory, 1 << 16)),
                        DataSize.ofBytes(Math.max(memory / 2, 1 << 16)),
                        DataSize.ofBytes(Math.max(perTunnel, 1 << 16)),
                        DataSize.ofBytes(body),
                        null,
                        entries,
                        Duration.ofHours(1),
                        Set.of("Authorization", "set-cookie"),
                        2,
                        DataSize.ofKilobytes(64));
        inspector = new Inspector(settings, budget, spill, meters, clock);
    }

    /** Begins to look at a request. */
    public Recording begin(Place place, HttpRequest request) {
        return inspector.record(place, request).orElseThrow();
    }

    /** A whole exchange with these bodies. */
    public void exchange(Place place, Request request, String sent, Response response, String got) {
        HttpObserver observer = begin(place, request);
        if (!sent.isEmpty()) {
            observer.requestBody(Unpooled.copiedBuffer(sent, ISO_8859_1));
        }
        observer.response(response);
        if (!got.isEmpty()) {
            observer.responseBody(Unpooled.copiedBuffer(got, ISO_8859_1));
        }
        end(observer, request, response.status());
    }

    public void get(Place place, String path, int status) {
        exchange(place, Request.of("GET", path), "", Response.of(status), "answer");
    }

    public static void end(HttpObserver observer, HttpRequest request, int status) {
        observer.ended(
                new HttpExchange(
                        request.method(),
                        request.host(),
                        request.target(),
                        status,
                        0,
                        0,
                        Duration.ofMillis(5).toNanos(),
                        request.visitor(),
                        "id"));
    }

    public void clear() {
        inspector.clear(1, _ -> true);
        inspector.clear(2, _ -> true);
    }

    /** A request as the edge would show it. */
    public record Request(String method, String target, List<HttpField> fields)
            implements HttpRequest {

        public static Request of(String method, String target, String... fields) {
            return new Request(method, target, pairs(fields));
        }

        @Override
        public String host() {
            return WEB.host();
        }

        @Override
        public String path() {
            return target.split("\\?", 2)[0];
        }

        @Override
        public String version() {
            return "HTTP/1.1";
        }

        @Override
        public Optional<String> field(String name) {
            return HttpField.first(fields, name);
        }

        @Override
        public InetSocketAddress visitor() {
            return new InetSocketAddress("203.0.113.9", 5555);
        }

        @Override
        public String requestId() {
            return "request-1";
        }

        @Override
        public boolean wantsUpgrade() {
            return false;
        }
    }

    /** An answer's head. */
    public record Response(int status, List<HttpField> fields) implements HttpResponse {

        public static Response of(int status, String... fields) {
            return new Response(status, pairs(fields));
        }

        @Override
        public String reason() {
            return "OK";
        }

        @Override
        public Optional<String> field(String name) {
            return HttpField.first(fields, name);
        }
    }

    private static List<HttpField> pairs(String... fields) {
        List<HttpField> all = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            all.add(new HttpField(fields[i], fields[i + 1]));
        }
        return all;
    }
}
