package dev.warren.feeds.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.mail.MailAddress;
import dev.warren.core.mail.Outbox;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class MimeMailTest {

    private static final Outbox.Sender FROM =
            new Outbox.Sender("W\u00e4rren \"x\"", new MailAddress("news@example.org"));

    private static MimeMail mail(String text, String html) {
        return new MimeMail(text, html)
                .between(FROM, new MailAddress("you@example.com"))
                .identified(
                        "d1.r2.1@example.org",
                        Instant.parse("2026-05-01T12:00:00Z").atZone(ZoneId.of("Europe/Paris")))
                .subject("Gr\u00fc\u00dfe\r\nBcc: x@example.com \u202egnp " + "w".repeat(300));
    }

    private static MimeMessage read(byte[] bytes) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
    }

    @Test
    void everyTextComesBackAndNoneEndsItsPart() throws Exception {
        String text =
                "one\n.\n--=_warren_a--\nt\u00e4xt =_ \u20ac\n" + "z".repeat(2000) + "\nFrom here";

        byte[] bytes = mail(text, "<p>" + text + "</p>").bytes();

        MimeMultipart parts = (MimeMultipart) read(bytes).getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(0).getContent().toString().replace("\r\n", "\n").strip())
                .isEqualTo(text);
        String raw = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(raw.chars()).allMatch(c -> c < 127);
        assertThat(raw.lines()).allMatch(line -> line.length() <= 998);
        assertThat(raw.replace("\r\n", "")).doesNotContain("\n", "\r");
        assertThat(mail(text, "x").bytes()).isEqualTo(mail(text, "x").bytes());
    }

    @Test
    void headersAreOneLineEach() throws Exception {
        MimeMessage read = read(mail("a", "b").bytes());

        assertThat(read.getSubject())
                .startsWith("Gr\u00fc\u00dfe Bcc: x@example.com gnp")
                .endsWith("w\u2026");
        assertThat(read.getHeader("Bcc")).isNull();
        assertThat(read.getFrom()[0])
                .hasToString("=?UTF-8?B?V8OkcnJlbiAieCI=?= <news@example.org>");
        assertThat(read.getMessageID()).isEqualTo("<d1.r2.1@example.org>");
        assertThat(read.getHeader("Date")[0]).isEqualTo("Fri, 1 May 2026 14:00:00 +0200");
        assertThatThrownBy(() -> mail("a", "b").header("List-Id", "a\r\nBcc: b"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
