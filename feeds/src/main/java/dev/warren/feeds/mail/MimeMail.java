package dev.warren.feeds.mail;

import dev.warren.core.mail.MailAddress;
import dev.warren.core.mail.Outbox;
import dev.warren.feeds.clean.PlainText;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A MIME message in the making: a text, the same as HTML, and pictures for the latter. All of it is
 * ASCII in lines of at most 76 characters but for long addresses, so that no server has to change
 * it and no text can look like a boundary or the mail's end. Confined to one thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2045">RFC 2045</a>
 */
public final class MimeMail {

    /** Its equals sign is always escaped in texts, so a boundary is never part of one. */
    private static final String BOUNDARY = "=_warren_";

    private static final String CRLF = "\r\n";
    private static final int MOST_SUBJECT = 200;

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<Picture> pictures = new ArrayList<>();
    private final String text;
    private final String html;

    /** A picture that the HTML shows as {@code cid:} and its id. */
    public record Picture(String id, String type, byte[] bytes) {}

    public MimeMail(String text, String html) {
        this.text = text;
        this.html = html;
        headers.put("MIME-Version", "1.0");
    }

    public MimeMail between(Outbox.Sender from, MailAddress to) {
        headers.put("From", phrase(from.name()) + " <" + from.address() + ">");
        headers.put("To", to.value());
        return this;
    }

    /** At once the name and the time of the message, the same whenever it is made. */
    public MimeMail identified(String id, ZonedDateTime at) {
        headers.put("Message-ID", "<" + id + ">");
        headers.put("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(at));
        return this;
    }

    public MimeMail subject(String subject) {
        String line = PlainText.line(subject);
        headers.put(
                "Subject",
                encoded(
                        line.length() > MOST_SUBJECT
                                ? line.substring(0, MOST_SUBJECT) + "…"
                                : line));
        return this;
    }

    /** A header whose value is ASCII without line ends. */
    public MimeMail header(String name, String value) {
        if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("header %s: not plain".formatted(name));
        }
        headers.put(name, value);
        return this;
    }

    /** Text as the words before an address. */
    public static String phrase(String words) {
        String line = PlainText.line(words);
        String encoded = encoded(line);
        return encoded.equals(line) ? '"' + line.replaceAll("[\"\\\\]", "") + '"' : encoded;
    }

    private static String encoded(String line) {
        try {
            return MimeUtility.encodeText(line, "UTF-8", "B");
        } catch (UnsupportedEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public MimeMail picture(Picture picture) {
        pictures.add(picture);
        return this;
    }

    public byte[] bytes() {
        StringBuilder mail = new StringBuilder(2 * (text.length() + html.length()) + 2048);
        headers.forEach((name, value) -> mail.append(folded(name, value)).append(CRLF));
        String outer = BOUNDARY + "a";
        mail.append("Content-Type: multipart/alternative; boundary=\"").append(outer).append('"');
        mail.append(CRLF).append(CRLF);
        open(mail, outer);
        part(mail, "text/plain", text);
        open(mail, outer);
        if (pictures.isEmpty()) {
            part(mail, "text/html", html);
        } else {
            related(mail);
        }
        mail.append("--").append(outer).append("--").append(CRLF);
        return mail.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void related(StringBuilder mail) {
        String inner = BOUNDARY + "r";
        mail.append("Content-Type: multipart/related; type=\"text/html\"; boundary=\"");
        mail.append(inner).append('"').append(CRLF).append(CRLF);
        open(mail, inner);
        part(mail, "text/html", html);
        for (Picture picture : pictures) {
            open(mail, inner);
            mail.append("Content-Type: ").append(picture.type()).append(CRLF);
            mail.append("Content-ID: <").append(picture.id()).append('>').append(CRLF);
            mail.append("Content-Disposition: inline").append(CRLF);
            mail.append("Content-Transfer-Encoding: base64").append(CRLF).append(CRLF);
            mail.append(Base64.getMimeEncoder().encodeToString(picture.bytes())).append(CRLF);
        }
        mail.append("--").append(inner).append("--").append(CRLF);
    }

    private static void open(StringBuilder mail, String boundary) {
        mail.append("--").append(boundary).append(CRLF);
    }

    private static void part(StringBuilder mail, String type, String text) {
        mail.append("Content-Type: ").append(type).append("; charset=UTF-8").append(CRLF);
        mail.append("Content-Transfer-Encoding: quoted-printable").append(CRLF).append(CRLF);
        mail.append(quotedPrintable(text)).append(CRLF);
    }

    private static String quotedPrintable(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + text.length() / 8);
        // only the pair of both ends a line
        String lines = text.replaceAll("\r\n|\r|\n", CRLF);
        try (OutputStream out = MimeUtility.encode(bytes, "quoted-printable")) {
            out.write(lines.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException impossible) {
            throw new IllegalStateException(impossible);
        }
        return bytes.toString(StandardCharsets.US_ASCII);
    }

    private static String folded(String name, String value) {
        return name + ": " + MimeUtility.fold(name.length() + 2, value);
    }
}
