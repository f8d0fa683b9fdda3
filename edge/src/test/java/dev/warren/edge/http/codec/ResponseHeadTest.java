package dev.warren.edge.http.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.edge.http.HttpRefusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseHeadTest {

    private static final HeadLimits LIMITS = new HeadLimits(64 * 1024, 16 * 1024, 100);

    private static ResponseHead parse(String head) throws HttpRefusal {
        return ResponseHead.parse(head.getBytes(StandardCharsets.ISO_8859_1), LIMITS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1  200 OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 200 O\0K\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "\r\n\r\n"
            })
    void refusesWhatIsNoResponse(String head) {
        assertThatThrownBy(() -> parse(head)).isInstanceOf(HttpRefusal.class);
    }

    @Test
    void knowsHowTheBodyEnds() throws HttpRefusal {
        ResponseHead counted = parse("HTTP/1.1 200\r\nContent-Length: 7\r\n\r\n");
        ResponseHead chunked = parse("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n");
        ResponseHead endless = parse("HTTP/1.0 200 OK\r\n\r\n");
        ResponseHead unchanged = parse("HTTP/1.1 304 x\r\nContent-Length: 7\r\n\r\n");

        assertThat(counted.body(false).remaining()).isEqualTo(7);
        assertThat(counted.body(true).done()).isTrue();
        assertThat(chunked.body(false).isChunked()).isTrue();
        assertThat(endless.body(false).isUntilClose()).isTrue();
        assertThat(endless.keepsConnection()).isFalse();
        assertThat(unchanged.body(false).done()).isTrue();
    }

    @Test
    void findsFieldsInAnyCaseAndShowsThemAsTheyCame() throws HttpRefusal {
        Fields fields =
                parse("HTTP/1.1 200 OK\r\nX-A_b:  1\t\r\nx-a: 2\r\nX-A: 3\r\n\r\n").fields();
        List<String> shown = new ArrayList<>();

        fields.visit((head, name, nameEnd, value, valueEnd) ->
                shown.add(
                        new String(head, name, nameEnd - name, StandardCharsets.ISO_8859_1)
                                + "="
                                + new String(
                                        head,
                                        value,
                                        valueEnd - value,
                                        StandardCharsets.ISO_8859_1)));

        assertThat(shown).containsExactly("X-A_b=1", "x-a=2", "X-A=3");
        assertThat(fields.find("X-A")).contains("2");
        assertThat(fields.find("x-a_B")).contains("1");
        assertThat(fields.find("x-a-b")).isEmpty();
        assertThat(fields.find("X")).isEmpty();
    }
}
