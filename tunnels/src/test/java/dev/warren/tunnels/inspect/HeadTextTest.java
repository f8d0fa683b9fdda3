package dev.warren.tunnels.inspect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.edge.http.FieldVisitor;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeadTextTest {

    private final HeadText heads = new HeadText(Set.of("set-cookie", "x-key"));

    /** A head as an edge has it. */
    private static final class Lines implements HttpResponse {

        private final String start;

        private final String text;
        private final byte[] head;

        Lines(String fields) {
            this("HTTP/1.1 200 OK", fields);
        }

        Lines(String statusLine, String fields) {
            start = statusLine + "\r\n";
            text = start + fields + "\r\n";
            head = text.getBytes(ISO_8859_1);
        }

        @Override
        public Optional<byte[]> wire() {
            return Optional.of(head);
        }

        @Override
        public void visitFields(FieldVisitor visitor) {
            int end = head.length - 2;
            for (int name = start.length(); name < end; name = text.indexOf("\r\n", name) + 2) {
                int nameEnd = text.indexOf(':', name);
                String value = text.substring(nameEnd + 1, text.indexOf("\r\n", name));
                int from = nameEnd + 1 + value.length() - value.stripLeading().length();
                visitor.visit(head, name, nameEnd, from, from + value.strip().length());
            }
        }

        @Override
        public int status() {
            return 200;
        }

        @Override
        public String reason() {
            return "OK";
        }

        @Override
        public Optional<String> field(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<HttpField> fields() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void keepsLinesAsTheyCame() {
        assertThat(written("Server:x\r\nX-A:  b \r\nX-B:\r\nX-C: c\r\n"))
                .isEqualTo("HTTP/1.1 200 OK\r\nServer:x\r\nX-A:  b \r\nX-B:\r\nX-C: c");
        assertThat(written("")).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void keepsNoSecretWhereverItStands() {
        assertThat(written("SET-cookie:a1\r\nX-A: b\r\nX-Key: a2\r\nx-key: a3\r\nX-Keys: c\r\n"))
                .isEqualTo(
                        """
                        HTTP/1.1 200 OK\r
                        SET-cookie: [redacted]\r
                        X-A: b\r
                        X-Key: [redacted]\r
                        x-key: [redacted]\r
                        X-Keys: c\
                        """);
    }

    @Test
    void keepsTheServersVersionBesideASecret() {
        var old = new Lines("HTTP/1.0 200 Fine", "X-Key: a\r\n");

        assertThat(text(heads.of(old).bytes())).isEqualTo("HTTP/1.0 200 Fine\r\nX-Key: [redacted]");
    }

    @Test
    void knowsServerSentEvents() {
        assertThat(heads.of(new Lines("X-A: b\r\ncontent-TYPE: Text/Event-Stream;x\r\n")).events())
                .isTrue();
        assertThat(heads.of(new Lines("Content-Type: text/html\r\n")).events()).isFalse();
    }

    private String written(String lines) {
        return text(heads.of(new Lines(lines)).bytes());
    }

    private static String text(byte[] head) {
        return new String(HeadText.lines(head), ISO_8859_1);
    }

    @Test
    void keepsAHeadWithoutSecretsItself() {
        var plain = new Lines("X-A:  b \r\nX-B: c\r\n");

        assertThat(heads.of(plain).bytes()).isSameAs(plain.head);
    }
}
