package dev.warren.feeds.parse.xml;

import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds tags and text in what is meant to be XML. It never fails for content: what is not a tag is
 * text, characters that XML does not know are left out, entities of HTML are known, a missing quote
 * or bracket ends where the tag's limit is. DOCTYPEs are read for the texts that they declare and
 * for nothing else; comments and processing instructions are passed over.
 *
 * <p>It is longer than most, because splitting a scanner's states would hide how they follow each
 * other. Memory: a buffer, and one tag of at most 64 Ki characters.
 *
 * @see <a href="https://www.w3.org/TR/xml/">XML 1.0</a>
 */
public final class XmlScanner {

    private static final int MAX_NAME = 256;
    private static final int MAX_ATTRIBUTES = 200;
    private static final int MAX_TAG = 64 * 1024;
    private static final int MAX_DOCTYPE = 16 * 1024;
    private static final int PIECE = 8192;

    private final Input in;
    private final XmlHandler handler;
    private final XmlEntities entities = new XmlEntities();
    private final StringBuilder text = new StringBuilder();
    private int tagLength;

    private XmlScanner(Reader reader, XmlHandler handler) {
        this.in = new Input(reader);
        this.handler = handler;
    }

    /**
     * Reads to the end.
     *
     * @throws IOException only when the reader throws it
     */
    public static void scan(Reader reader, XmlHandler handler) throws IOException {
        new XmlScanner(reader, handler).run();
    }

    private void run() throws IOException {
        for (int c = in.next(); c != Input.END; c = in.next()) {
            switch (c) {
                case '<' -> markup();
                case '&' -> text.append(entity(true));
                default -> add(c, in.peek(0));
            }
            flushPiece();
        }
        flush();
    }

    private void flushPiece() {
        if (text.length() >= PIECE && !Character.isHighSurrogate(text.charAt(text.length() - 1))) {
            flush();
        }
    }

    private void flush() {
        if (!text.isEmpty()) {
            handler.text(text);
            text.setLength(0);
        }
    }

    private void add(int c, int following) {
        if (c == '\r') {
            if (following != '\n') {
                text.append('\n');
            }
        } else if (isCharacter(c, text, following)) {
            text.append(XmlEntities.printable((char) c));
        }
    }

    private static boolean isCharacter(int c, CharSequence before, int following) {
        if (c < 0x20) {
            return c == '\t' || c == '\n';
        }
        if (Character.isHighSurrogate((char) c)) {
            return following != Input.END && Character.isLowSurrogate((char) following);
        }
        if (Character.isLowSurrogate((char) c)) {
            return !before.isEmpty()
                    && Character.isHighSurrogate(before.charAt(before.length() - 1));
        }
        return c < 0xFFFE;
    }

    private void markup() throws IOException {
        int c = in.peek(0);
        if (isNameStart(c)) {
            flush();
            startTag();
        } else if (c == '/') {
            flush();
            in.next();
            String name = name();
            skipTo('>');
            if (!name.isEmpty()) {
                handler.end(name);
            }
        } else if (in.follows("![CDATA[")) {
            in.skip(8);
            cdata();
        } else if (in.follows("!--")) {
            in.skip(3);
            skipPast("-->");
        } else if (in.follows("!DOCTYPE")) {
            doctype();
        } else if (c == '?') {
            skipPast("?>");
        } else if (c == '!') {
            skipTo('>');
        } else {
            text.append('<');
        }
    }

    private void cdata() throws IOException {
        int c = in.next();
        while (c != Input.END && !(c == ']' && in.follows("]>"))) {
            add(c, in.peek(0));
            flushPiece();
            c = in.next();
        }
        in.skip(2);
    }

    private void startTag() throws IOException {
        tagLength = 0;
        String name = name();
        Map<String, String> attributes = Map.of();
        while (true) {
            int c = blanks();
            if (c == '>' || c == Input.END) {
                in.next();
                handler.start(name, attributes);
                return;
            }
            if (c == '/' && in.peek(1) == '>') {
                in.skip(2);
                handler.start(name, attributes);
                handler.end(name);
                return;
            }
            if (c == '<' || tagLength >= MAX_TAG) {
                // the bracket was forgotten: what follows is a tag of its own
                handler.start(name, attributes);
                return;
            }
            if (attributes.isEmpty()) {
                attributes = new LinkedHashMap<>();
            }
            attribute(attributes);
        }
    }

    private void attribute(Map<String, String> attributes) throws IOException {
        String name = name();
        if (name.isEmpty()) {
            in.next();
            tagLength++;
            return;
        }
        String value = blanks() == '=' ? value() : "";
        if (attributes.size() < MAX_ATTRIBUTES) {
            attributes.putIfAbsent(name, value);
        }
    }

    private String value() throws IOException {
        in.next();
        int quote = blanks();
        boolean quoted = quote == '"' || quote == '\'';
        if (quoted) {
            in.next();
        }
        StringBuilder value = new StringBuilder();
        int c = in.peek(0);
        while (c != Input.END && tagLength < MAX_TAG && !ends(c, quote, quoted)) {
            in.next();
            tagLength++;
            if (c == '&') {
                value.append(entity(false));
            } else if (isBlank(c)) {
                value.append(' ');
            } else if (isCharacter(c, value, in.peek(0))) {
                value.append(XmlEntities.printable((char) c));
            }
            c = in.peek(0);
        }
        if (quoted && c == quote) {
            in.next();
        }
        return value.toString();
    }

    private static boolean ends(int c, int quote, boolean quoted) {
        return quoted ? c == quote : isBlank(c) || c == '>';
    }

    /** What stands for the entity after an ampersand, the ampersand where there is none. */
    private String entity(boolean inText) throws IOException {
        int length = 0;
        while (length < XmlEntities.MAX_NAME && isEntityName(in.peek(length), length)) {
            length++;
        }
        boolean closed = in.peek(length) == ';';
        if (length == 0 || !closed && in.peek(0) != '#') {
            return "&";
        }
        StringBuilder name = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            name.append((char) in.peek(i));
        }
        String value = entities.value(name.toString());
        if (value == null) {
            return "&";
        }
        in.skip(closed ? length + 1 : length);
        if (!inText) {
            tagLength += value.length();
        }
        return value.chars().allMatch(c -> c >= 0x20 && c < 0xFFFE || isBlank(c))
                        && (value.length() != 1 || !Character.isSurrogate(value.charAt(0)))
                ? value
                : "";
    }

    private void doctype() throws IOException {
        StringBuilder declaration = new StringBuilder();
        int depth = 0;
        int quote = 0;
        for (int c = in.next(); c != Input.END; c = in.next()) {
            if (declaration.length() < MAX_DOCTYPE) {
                declaration.append((char) c);
            }
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (depth > 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == '[') {
                depth++;
            } else if (c == ']') {
                depth--;
            } else if (c == '>' && depth <= 0) {
                break;
            }
        }
        entities.declare(declaration);
    }

    private String name() throws IOException {
        StringBuilder name = new StringBuilder();
        int c = in.peek(0);
        while (isName(c)) {
            if (name.length() < MAX_NAME) {
                name.append((char) c);
            }
            in.next();
            tagLength++;
            c = in.peek(0);
        }
        return name.toString();
    }

    private int blanks() throws IOException {
        int c = in.peek(0);
        while (isBlank(c)) {
            in.next();
            tagLength++;
            c = in.peek(0);
        }
        return c;
    }

    private void skipTo(int end) throws IOException {
        int c = in.peek(0);
        while (c != Input.END && c != end && c != '<') {
            in.next();
            c = in.peek(0);
        }
        if (c == end) {
            in.next();
        }
    }

    private void skipPast(String end) throws IOException {
        while (in.peek(0) != Input.END && !in.follows(end)) {
            in.next();
        }
        in.skip(end.length());
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
    }

    private static boolean isNameStart(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':' || c > 0xBF;
    }

    private static boolean isName(int c) {
        return isNameStart(c) || c >= '0' && c <= '9' || c == '-' || c == '.' || c == 0xB7;
    }

    private static boolean isEntityName(int c, int at) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '_'
                || c == '#' && at == 0;
    }
}
