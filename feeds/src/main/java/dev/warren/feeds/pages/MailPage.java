package dev.warren.feeds.pages;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.web.util.HtmlUtils;

/**
 * A page with a sentence, and perhaps a button that posts to the page's own address.
 *
 * @param button empty for none
 * @param value what the button sends as {@code do}
 */
record MailPage(int status, String title, String sentence, String button, String value) {

    static MailPage said(int status, String title, String sentence) {
        return new MailPage(status, title, sentence, "", "");
    }

    void write(HttpServletResponse response) throws IOException {
        String form =
                button.isEmpty()
                        ? ""
                        : "<form method=\"post\"><button name=\"do\" value=\"%s\">%s</button></form>"
                                .formatted(value, button);
        String html =
                """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <meta name="robots" content="noindex"><title>%s</title></head>
                <body><h1>%s</h1><p>%s</p>%s</body></html>
                """
                        .formatted(
                                HtmlUtils.htmlEscape(title),
                                HtmlUtils.htmlEscape(title),
                                HtmlUtils.htmlEscape(sentence),
                                form);
        byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
