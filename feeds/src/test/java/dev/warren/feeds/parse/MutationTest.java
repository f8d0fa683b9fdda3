package dev.warren.feeds.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damages documents of the corpus, always in the same ways, and wants no mistake of the parser. */
class MutationTest {

    private static final List<String> PIECES =
            List.of(
                    "<",
                    ">",
                    "&",
                    "&#",
                    "&#x",
                    ";",
                    "\"",
                    "'",
                    "]]>",
                    "<![CDATA[",
                    "<!--",
                    "-->",
                    "<?",
                    "?>",
                    "</",
                    "/>",
                    "<item>",
                    "</item>",
                    "<entry>",
                    "</channel>",
                    "&#0;",
                    "&#xD800;",
                    "&#1114112;",
                    "\u0000",
                    "\uFFFF",
                    "<!DOCTYPE x [",
                    "]>",
                    "<rss",
                    " xmlns=",
                    "xml:base='::'",
                    " type='xhtml'",
                    " mode='base64'",
                    "{",
                    "[",
                    "}",
                    "<pubDate>",
                    "99999999999",
                    "-1",
                    "<svg>",
                    "<math><mtext>",
                    "<iframe",
                    "<a href=");

    private final FeedParser parser = Parsers.parser();

    @Test
    void damagedDocumentsAreReadOrRefused() throws IOException {
        assertThat(mutate(2_000, 20260601)).isEmpty();
    }

    @Test
    @Tag("soak")
    void damagedDocumentsAreReadOrRefusedForALongTime() throws IOException {
        assertThat(mutate(300_000, 1)).isEmpty();
    }

    private List<String> mutate(int times, long seed) throws IOException {
        Random random = new Random(seed);
        List<CorpusCase> cases = CorpusCase.all();
        List<byte[]> documents = new ArrayList<>();
        for (CorpusCase one : cases) {
            documents.add(one.document());
        }
        List<String> mistakes = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            int which = random.nextInt(documents.size());
            byte[] other = documents.get(random.nextInt(documents.size()));
            byte[] damaged = damaged(documents.get(which), other, random);
            Parsed parsed = parser.parse(damaged, cases.get(which).origin());
            if (parsed instanceof Parsed.NotAFeed none && none.reason().contains("mistake")) {
                mistakes.add(cases.get(which).file() + " in round " + i);
            }
        }
        return mistakes;
    }

    private static byte[] damaged(byte[] document, byte[] other, Random random) {
        byte[] damaged = document.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(damaged.length + 1);
            damaged =
                    switch (random.nextInt(5)) {
                        case 0 -> splice(damaged, at, at, piece(random));
                        case 1 -> splice(damaged, at, cut(damaged, at, random), new byte[0]);
                        case 2 -> splice(damaged, at, damaged.length, new byte[0]);
                        case 3 -> splice(damaged, at, at, slice(other, random));
                        default -> splice(damaged, at, cut(damaged, at, random), noise(random));
                    };
        }
        return damaged;
    }

    private static int cut(byte[] document, int at, Random random) {
        return Math.min(document.length, at + random.nextInt(20));
    }

    private static byte[] piece(Random random) {
        return PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[random.nextInt(6)];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] slice(byte[] other, Random random) {
        int from = random.nextInt(other.length + 1);
        int to = Math.min(other.length, from + random.nextInt(200));
        return java.util.Arrays.copyOfRange(other, from, to);
    }

    private static byte[] splice(byte[] document, int from, int to, byte[] with) {
        byte[] spliced = new byte[document.length - (to - from) + with.length];
        System.arraycopy(document, 0, spliced, 0, from);
        System.arraycopy(with, 0, spliced, from, with.length);
        System.arraycopy(document, to, spliced, from + with.length, document.length - to);
        return spliced;
    }
}
