package dev.warren.feeds.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingFinderTest {

    @ParameterizedTest
    @CsvSource({
        "UTF-8, iso-8859-1",
        "UTF-8, us-ascii",
        "UTF-8, no-such-thing",
        "UTF-8, ISO-2022-CN-GB",
        "UTF-8, utf-16",
        "windows-1252, utf-8",
        "windows-1252, iso-8859-1",
        "ISO-8859-1, ''",
        "UTF-16BE, utf-16",
        "UTF-16LE, utf-8",
        "UTF-32BE, utf-32",
        "IBM037, ibm037"
    })
    void readsTheTextWhateverTheLabelSays(String encoding, String label) {
        byte[] document =
                ("<?xml version=\"1.0\" encoding=\""
                                + label
                                + "\"?><rss><channel><title>Füße"
                                + "</title></channel></rss>")
                        .getBytes(Charset.forName(encoding));

        assertThat(Parsers.feed(document, Parsers.ORIGIN).title()).isEqualTo("Füße");
    }

    @Test
    void readsWindowsCharactersWithinUtf8() {
        byte[] start = "<rss><channel><title>Ü Größe “a".getBytes(StandardCharsets.UTF_8);
        byte[] middle = {(byte) 0x94};
        byte[] end = "</title></channel></rss>".getBytes(StandardCharsets.UTF_8);
        byte[] document = new byte[start.length + 1 + end.length];
        System.arraycopy(start, 0, document, 0, start.length);
        System.arraycopy(middle, 0, document, start.length, 1);
        System.arraycopy(end, 0, document, start.length + 1, end.length);

        assertThat(Parsers.feed(document, Parsers.ORIGIN).title()).isEqualTo("Ü Größe “a”");
    }

    @ParameterizedTest
    @ValueSource(strings = {"windows-1251", "Shift_JIS", "EUC-KR"})
    void guessesWhereNothingIsSaid(String encoding) {
        String title =
                switch (encoding) {
                    case "windows-1251" -> "Новости дня, новости недели и другие новости";
                    case "Shift_JIS" -> "これは日本語のニュースのタイトルです、ありがとう";
                    default -> "한국어 뉴스 제목입니다 오늘의 소식을 전합니다";
                };
        byte[] document =
                ("<rss><channel><title>" + title + "</title></channel></rss>")
                        .getBytes(Charset.forName(encoding));

        assertThat(Parsers.feed(document, Parsers.ORIGIN).title()).isEqualTo(title);
    }
}
