package dev.warren.edge.http.proxy;

import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.codec.Fields;
import dev.warren.edge.http.codec.RequestHead;
import dev.warren.edge.http.codec.ResponseHead;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which answers are worth compressing, and who takes them so.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3">RFC 9110, 12.5.3</a>
 */
final class Compressible {

    /** Fewer bytes than these would hardly become fewer. */
    private static final long LEAST = 256;

    private static final Set<String> TYPES =
            Set.of(
                    "application/javascript",
                    "application/json",
                    "application/manifest+json",
                    "application/wasm",
                    "application/x-javascript",
                    "application/x-ndjson",
                    "application/xml",
                    "font/otf",
                    "font/ttf",
                    "image/bmp",
                    "image/svg+xml",
                    "image/x-icon");

    /** Fields that speak of the bytes as they are, or say that they are something else. */
    private static final Set<String> AGAINST =
            Set.of(
                    "content-digest",
                    "content-encoding",
                    "content-md5",
                    "content-range",
                    "digest",
                    "repr-digest");

    private Compressible() {}

    /** Whether {@code response} to {@code request} may be compressed for those who take it so. */
    static boolean is(RequestHead request, ResponseHead response) {
        return switch (response.status()) {
            case 204, 205, 206, 304 -> false;
            default ->
                    request.method() != RequestHead.Method.HEAD
                            && !response.body(false).isUntilClose()
                            && isLarge(response)
                            && isText(response.fields().find("content-type").orElse(""))
                            && response.fields().all().stream().noneMatch(Compressible::isAgainst);
        };
    }

    private static boolean isLarge(ResponseHead response) {
        long length = response.body(false).remaining();
        return length < 0 || length >= LEAST;
    }

    /** Events are text, but have to come one by one through whatever is on their way. */
    private static boolean isText(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return !type.equals("text/event-stream")
                && (type.startsWith("text/")
                        || type.endsWith("+json")
                        || type.endsWith("+xml")
                        || TYPES.contains(type));
    }

    private static boolean isAgainst(HttpField field) {
        return AGAINST.contains(field.key())
                || field.key().equals("cache-control")
                        && field.value().toLowerCase(Locale.ROOT).contains("no-transform");
    }

    /** Whether whoever sent {@code request} takes gzip. */
    static boolean isWanted(RequestHead request) {
        return !request.isHttp10() && weight(request.fields()) > 0;
    }

    /** The weight of gzip, or else that of anything. */
    private static double weight(Fields fields) {
        List<String> codings =
                fields.all().stream()
                        .filter(field -> field.key().equals("accept-encoding"))
                        .flatMap(field -> Arrays.stream(field.value().split(",", -1)))
                        .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                        .toList();
        return Stream.of("gzip", "x-gzip", "*")
                .flatMap(name -> codings.stream().filter(coding -> isCalled(coding, name)))
                .mapToDouble(Compressible::weight)
                .findFirst()
                .orElse(0);
    }

    private static boolean isCalled(String coding, String name) {
        return coding.split(";", 2)[0].strip().equals(name);
    }

    private static double weight(String coding) {
        String[] parts = coding.split(";", 2);
        String weight = parts.length < 2 ? "q=1" : parts[1].strip();
        return weight.matches("q=[01](\\.\\d{0,3})?") ? Double.parseDouble(weight.substring(2)) : 0;
    }
}
