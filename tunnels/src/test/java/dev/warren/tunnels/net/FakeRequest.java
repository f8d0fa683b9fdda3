package dev.warren.tunnels.net;

import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpRequest;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A request as the edge would show it. */
public record FakeRequest(
        String method,
        String host,
        String target,
        List<HttpField> fields,
        InetSocketAddress visitor)
        implements HttpRequest {

    /** Where the HTTPS door of the test is. */
    public static final int SECURE_PORT = 8443;

    /** A GET of {@code target} from some visitor. */
    public static FakeRequest get(String target) {
        return new FakeRequest(
                "GET",
                "alice-web.tuns.example.org",
                target,
                List.of(new HttpField("Host", "alice-web.tuns.example.org")),
                new InetSocketAddress("203.0.113.9", 5555));
    }

    public FakeRequest from(InetSocketAddress address) {
        return new FakeRequest(method, host, target, fields, address);
    }

    public FakeRequest with(String name, String value) {
        List<HttpField> more = new ArrayList<>(fields);
        more.add(new HttpField(name, value));
        return new FakeRequest(method, host, target, more, visitor);
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
    public OptionalInt securePort() {
        return OptionalInt.of(SECURE_PORT);
    }

    @Override
    public String requestId() {
        return "request-1";
    }

    @Override
    public boolean wantsUpgrade() {
        return field("Upgrade").isPresent();
    }
}
