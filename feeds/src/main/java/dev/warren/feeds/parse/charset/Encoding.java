package dev.warren.feeds.parse.charset;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * How a document's bytes are read.
 *
 * @param name as people know it, in lower case, such as {@code gb18030}
 * @param charset what decodes it; of a subset that publishers mistake, the larger one
 * @param start where the text begins, behind a byte order mark
 * @param exact whether all bytes mean characters; where not, those that do not are read one by one
 *     as Windows-1252 (in UTF-8) or as U+FFFD
 */
public record Encoding(String name, Charset charset, int start, boolean exact) {

    /** The text. */
    public Reader reader(byte[] document) {
        if (!exact && charset.equals(StandardCharsets.UTF_8)) {
            return new MixedUtf8Reader(document, start);
        }
        var bytes = new ByteArrayInputStream(document, start, document.length - start);
        return new InputStreamReader(
                bytes,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE));
    }
}
