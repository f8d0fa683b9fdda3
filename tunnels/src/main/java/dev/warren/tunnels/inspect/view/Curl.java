package dev.warren.tunnels.inspect.view;

import dev.warren.edge.http.HttpField;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A request as a command for a shell, on one line. Bash, zsh and ksh understand it. */
public final class Curl {

    /** What curl works out for itself. */
    private static final Set<String> OWN =
            Set.of("host", "content-length", "transfer-encoding", "connection", "expect");

    private Curl() {}

    /**
     * The command.
     *
     * @param base the tunnel's URL without a slash at its end
     */
    public static String of(Shown shown, String base) {
        List<String> words = new ArrayList<>();
        byte[] body = shown.requestBody().wire();
        boolean binary = contains(body, 0);
        if (binary) {
            words.add("printf %s " + EntryJson.base64(body) + " | base64 -d |");
        }
        words.add("curl");
        String method = shown.summary().method();
        if (method.equals("HEAD")) {
            words.add("-I");
        } else if (!method.equals("GET") || body.length > 0) {
            words.add("-X " + quoted(bytes(method)));
        }
        words.add(quoted(bytes(base + shown.request().target())));
        for (HttpField field : shown.request().fields()) {
            if (!OWN.contains(field.name().toLowerCase(Locale.ROOT))) {
                words.add("-H " + quoted(bytes(field.name() + ": " + field.value())));
            }
        }
        if (body.length > 0) {
            words.add(binary ? "--data-binary @-" : "--data-raw " + quoted(body));
        }
        return String.join(" ", words);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean contains(byte[] bytes, int wanted) {
        for (byte b : bytes) {
            if (b == wanted) {
                return true;
            }
        }
        return false;
    }

    private static String quoted(byte[] bytes) {
        boolean plain = true;
        for (byte b : bytes) {
            plain &= b >= ' ' && b < 0x7f;
        }
        return plain
                ? "'" + new String(bytes, StandardCharsets.US_ASCII).replace("'", "'\\''") + "'"
                : escaped(bytes);
    }

    private static String escaped(byte[] bytes) {
        var text = new StringBuilder("$'");
        for (byte b : bytes) {
            switch (b) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\'' -> text.append("\\'");
                case '\\' -> text.append("\\\\");
                default -> {
                    if (b >= ' ' && b < 0x7f) {
                        text.append((char) b);
                    } else {
                        // three octal digits, so that what follows is not taken for more of it
                        text.append("\\%03o".formatted(b & 0xff));
                    }
                }
            }
        }
        return text.append('\'').toString();
    }
}
