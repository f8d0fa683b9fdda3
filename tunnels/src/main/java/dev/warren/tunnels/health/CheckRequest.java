package dev.warren.tunnels.health;

import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** What a check asks: GET of a path, from this machine. */
record CheckRequest(String host, String target) implements HttpRequest {

    @Override
    public String method() {
        return "GET";
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
        return HttpField.first(fields(), name);
    }

    @Override
    public List<HttpField> fields() {
        return List.of(
                new HttpField("Host", host),
                new HttpField("User-Agent", "Warren (health check)"),
                new HttpField("Accept", "*/*"),
                new HttpField("Connection", "close"));
    }

    @Override
    public InetSocketAddress visitor() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    public String requestId() {
        return "health";
    }

    @Override
    public boolean wantsUpgrade() {
        return false;
    }

    /** As it goes over the wire. */
    String text() {
        StringBuilder text = new StringBuilder("GET " + target + " HTTP/1.1\r\n");
        fields().forEach(field ->
                text.append(field.name()).append(": ").append(field.value()).append("\r\n"));
        return text.append("\r\n").toString();
    }
}
