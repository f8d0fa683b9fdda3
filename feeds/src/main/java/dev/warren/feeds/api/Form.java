package dev.warren.feeds.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a request's query and of its body, of which the body's come first. Read by hand,
 * since apps change hundreds of items at once, which is more than any other form of the platform
 * may hold.
 */
final class Form {

    /** What a body may hold at most, in bytes. */
    static final int LARGE = 256 * 1024;

    /** The same for somebody who has not logged in yet. */
    static final int SMALL = 16 * 1024;

    private static final int FACTOR = 6;

    private final Map<String, List<String>> values = new HashMap<>();

    /** What is too large, or not a form. */
    static final class BadFormException extends IOException {
        private static final long serialVersionUID = 1L;

        BadFormException(String sentence) {
            super(sentence);
        }
    }

    /** Parameters of the query only. */
    static Form query(HttpServletRequest request) throws BadFormException {
        Form form = new Form();
        form.add(request.getQueryString());
        return form;
    }

    /**
     * Parameters of both.
     *
     * @param most bytes of the body
     * @throws BadFormException when it is larger, or no form
     * @throws BudgetExceededException when there is no memory for it
     */
    static Form read(HttpServletRequest request, MemoryBudget memory, int most) throws IOException {
        Form form = new Form();
        if (isForm(request.getContentType())) {
            try (Reservation _ = memory.reserve((long) most * FACTOR)) {
                byte[] body = request.getInputStream().readNBytes(most + 1);
                if (body.length > most) {
                    throw new BadFormException("the form is larger than %d bytes".formatted(most));
                }
                form.add(new String(body, UTF_8));
            }
        }
        form.add(request.getQueryString());
        return form;
    }

    private static boolean isForm(@Nullable String type) {
        return type != null && type.startsWith("application/x-www-form-urlencoded");
    }

    private void add(@Nullable String encoded) throws BadFormException {
        if (encoded == null) {
            return;
        }
        try {
            for (String pair : encoded.split("&")) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                values.computeIfAbsent(URLDecoder.decode(name, UTF_8), _ -> new ArrayList<>())
                        .add(URLDecoder.decode(value, UTF_8));
            }
        } catch (IllegalArgumentException malformed) {
            throw new BadFormException("the parameters are not encoded as those of a form");
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Its first value, empty where there is none. */
    String first(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        return all.isEmpty() ? "" : all.getFirst();
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /**
     * Its first value as a whole number, of which some apps send fractions; empty where there is
     * none, or none that is.
     */
    Optional<Long> number(String name) {
        String text = first(name);
        int point = text.indexOf('.');
        try {
            return Optional.of(Long.parseLong(point < 0 ? text : text.substring(0, point)));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }
}
