package dev.warren.feeds.parse.charset;

import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** UTF-8 into which somebody pasted Windows-1252, as in feeds that are put together of others. */
final class MixedUtf8Reader extends Reader {

    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private final ByteBuffer bytes;
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);

    MixedUtf8Reader(byte[] document, int start) {
        bytes = ByteBuffer.wrap(document, start, document.length - start);
    }

    @Override
    public int read(char[] target, int offset, int length) {
        CharBuffer chars = CharBuffer.wrap(target, offset, length);
        while (bytes.hasRemaining() && chars.remaining() >= 2) {
            CoderResult result = decoder.decode(bytes, chars, true);
            if (result.isOverflow()) {
                break;
            }
            if (result.isError() && chars.hasRemaining()) {
                byte[] single = {bytes.get()};
                chars.put(new String(single, WINDOWS));
            }
            decoder.reset();
        }
        int read = chars.position() - offset;
        return read == 0 && length > 0 ? -1 : read;
    }

    @Override
    public void close() {
        // bytes in memory
    }
}
