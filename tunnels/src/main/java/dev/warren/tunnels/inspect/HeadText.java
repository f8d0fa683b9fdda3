package dev.warren.tunnels.inspect;

import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Writes heads down as they would be on the wire, without the values that are secret. */
final class HeadText {

    /** Stands where a value was that is not kept. */
    static final String REDACTED = "[redacted]";

    private final Set<String> secret;

    /**
     * @param secret names of fields whose values are not kept, in lower case
     */
    HeadText(Set<String> secret) {
        this.secret = secret;
    }

    byte[] of(HttpRequest request) {
        return text(
                request.method() + " " + request.target() + " " + request.version(),
                request.fields());
    }

    byte[] of(HttpResponse response) {
        return text("HTTP/1.1 " + response.status() + " " + response.reason(), response.fields());
    }

    private byte[] text(String start, List<HttpField> fields) {
        var text = new StringBuilder(start);
        for (HttpField field : fields) {
            text.append("\r\n").append(field.name()).append(": ");
            text.append(secret.contains(field.key()) ? REDACTED : field.value());
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
