package dev.warren.tunnels.inspect.view;

import dev.warren.tunnels.inspect.Stretch;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A body as one wants to read it.
 *
 * @param wire the body without chunked framing, still packed; its beginning at least
 * @param data the same unpacked
 * @param total bytes on the wire in all, framing included
 * @param whole whether {@code wire} is all of it
 * @param notes what a reader has to know, one sentence each
 * @param type its media type, empty when it has none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Body(
        byte[] wire, byte[] data, long total, boolean whole, List<String> notes, String type) {

    private static final int UTF8_TAIL = 3;

    /**
     * @param head the head before it
     * @param unframed whether the edge took the chunked framing away before it was captured
     * @param most how much of it is unpacked, in bytes
     */
    static Body of(Head head, Stretch stretch, boolean unframed, int most) {
        byte[] wire = stretch.bytes();
        boolean whole = stretch.isAll();
        if (head.words("Transfer-Encoding").contains("chunked") && !unframed) {
            Chunks chunks = Chunks.read(wire);
            whole &= chunks.complete() || wire.length == 0;
            wire = chunks.data();
        } else {
            long length = head.find("Content-Length").flatMap(Body::number).orElse(0L);
            whole &= length <= stretch.total() || stretch.total() == 0;
        }
        Unpacked unpacked = Unpacked.of(wire, head.words("Content-Encoding"), whole, most);
        List<String> notes = new ArrayList<>(unpacked.notes());
        if (!stretch.isAll()) {
            notes.addFirst(
                    "the first %d of %d bytes were captured"
                            .formatted(stretch.bytes().length, stretch.total()));
        }
        byte[] data = unpacked.data();
        if (data.length > most) {
            data = Arrays.copyOf(data, most);
            notes.add("shown up to %d bytes".formatted(most));
        }
        return new Body(
                wire, data, stretch.total(), whole, notes, head.find("Content-Type").orElse(""));
    }

    private static Optional<Long> number(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    public boolean isEmpty() {
        return total == 0;
    }

    /** The data as text, when it is text. */
    public Optional<String> text() {
        Charset charset = charset();
        // what was kept may end within a character
        for (int cut = 0; cut <= UTF8_TAIL && cut <= data.length; cut++) {
            Optional<String> text = decode(charset, data.length - cut);
            if (text.isPresent() || whole) {
                return text.filter(Body::isText);
            }
        }
        return Optional.empty();
    }

    private Optional<String> decode(Charset charset, int length) {
        try {
            return Optional.of(
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(data, 0, length))
                            .toString());
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }

    private static boolean isText(String text) {
        return text.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t');
    }

    private Charset charset() {
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.contains("charset=iso-8859-1") || lower.contains("charset=windows-1252")
                ? StandardCharsets.ISO_8859_1
                : StandardCharsets.UTF_8;
    }
}
