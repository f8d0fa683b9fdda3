package dev.warren.feeds.parse.charset;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds a document's encoding: by its byte order mark, its HTTP header and its XML declaration in
 * the order of the RFCs, and then by what its bytes can mean, because labels are wrong as often as
 * not.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7303#section-3">RFC 7303, section 3</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3023#section-8">RFC 3023, section 8</a>
 */
public final class EncodingFinder {

    /** Bytes beyond ASCII; what a few of them mean cannot be told by how often they are there. */
    private static final int ENOUGH_TO_GUESS = 10;

    private EncodingFinder() {}

    /**
     * The encoding to read with.
     *
     * @param contentType the header, empty where there is none
     */
    public static Encoding find(byte[] document, String contentType) {
        Signature signature = Signature.of(document);
        Labels labels = Labels.of(document, signature, contentType);
        Set<String> names = new LinkedHashSet<>();
        if (!signature.isEbcdic()) {
            names.add(signature.name());
        }
        names.add(labels.header());
        names.add(labels.declaration());
        // of the many pages of EBCDIC the declaration knows which, the bytes only that it is one
        names.add(signature.name());
        names.add("utf-8");
        int start = signature.length();
        if (misreadsUtf8(names, document, start)) {
            return new Encoding("utf-8", StandardCharsets.UTF_8, start, true);
        }
        for (String name : known(names)) {
            if (decodes(document, start, Charsets.of(name))) {
                return new Encoding(name, Charsets.of(name), start, true);
            }
        }
        return guess(document, start, known(names));
    }

    private static List<String> known(Set<String> names) {
        List<String> known = new ArrayList<>();
        for (String name : names) {
            if (!name.isEmpty() && Charsets.isKnown(name)) {
                known.add(name);
            }
        }
        return known;
    }

    /** Whether the label is one of the Latin ones while the bytes are UTF-8 and not only ASCII. */
    private static boolean misreadsUtf8(Set<String> names, byte[] document, int start) {
        List<String> known = known(names);
        if (known.isEmpty() || !Charsets.takesAnything(known.getFirst())) {
            return false;
        }
        Utf8Count count = Utf8Count.of(document, start);
        return count.wrong() == 0 && count.sequences() > 0;
    }

    private static Encoding guess(byte[] document, int start, List<String> labels) {
        Utf8Count count = Utf8Count.of(document, start);
        if (count.wrong() == 0) {
            return new Encoding("utf-8", StandardCharsets.UTF_8, start, true);
        }
        if (count.sequences() >= count.wrong()) {
            return new Encoding("utf-8", StandardCharsets.UTF_8, start, false);
        }
        String guessed = count.wrong() < ENOUGH_TO_GUESS ? "" : Guess.of(document, start);
        if (!guessed.isEmpty() && decodes(document, start, Charsets.of(guessed))) {
            return new Encoding(guessed, Charsets.of(guessed), start, true);
        }
        for (String label : labels) {
            if (!Charsets.takesAnything(label) && !label.equals("utf-8")) {
                return new Encoding(label, Charsets.of(label), start, false);
            }
        }
        return new Encoding("windows-1252", Charsets.of("windows-1252"), start, false);
    }

    /** Whether all bytes mean characters. Holds no more than a few of them at a time. */
    private static boolean decodes(byte[] document, int start, Charset charset) {
        CharsetDecoder decoder =
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(document, start, document.length - start);
        CharBuffer chars = CharBuffer.allocate(4096);
        CoderResult result = decoder.decode(bytes, chars, true);
        while (result.isOverflow()) {
            chars.clear();
            result = decoder.decode(bytes, chars, true);
        }
        return !result.isError();
    }
}
