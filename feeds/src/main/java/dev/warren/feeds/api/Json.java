package dev.warren.feeds.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Answers of apps' APIs. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Json() {}

    /** This server's address as whoever asks has it, without a slash at the end. */
    static String base(HttpServletRequest request) {
        StringBuffer url = request.getRequestURL();
        return url.substring(0, url.length() - request.getRequestURI().length());
    }

    /** Writes one value. */
    static void send(HttpServletResponse response, Object value) throws IOException {
        try (JsonGenerator json = begin(response)) {
            json.writePOJO(value);
        }
    }

    /** Begins an answer that is written as it comes. */
    static JsonGenerator begin(HttpServletResponse response) throws IOException {
        response.setContentType("application/json;charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        return MAPPER.createGenerator(response.getOutputStream());
    }

    /** Writes a line of text. */
    static void text(HttpServletResponse response, int status, String text) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(text.getBytes(UTF_8));
    }
}
