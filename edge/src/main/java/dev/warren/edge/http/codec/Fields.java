package dev.warren.edge.http.codec;

import dev.warren.edge.http.FieldVisitor;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpRefusal;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The field lines of one head: offsets over the array that holds it, in the order and case in which
 * they came.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-5">RFC 9112, 5</a>
 */
public final class Fields {

    private static final int STRIDE = 4;
    private static final int NAME_END = 1;
    private static final int VALUE = 2;
    private static final int VALUE_END = 3;

    private final byte[] bytes;
    private final int end;
    private int[] index = new int[16 * STRIDE];
    private byte[] names = new byte[16];
    private int count;

    private Fields(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    /** Parses the lines from {@code from} up to the empty line that ends {@code bytes}. */
    static Fields parse(byte[] bytes, int from, int maxCount) throws HttpRefusal {
        Fields fields = new Fields(bytes, bytes.length - 2);
        int position = from;
        while (position < fields.end) {
            if (fields.count == maxCount) {
                throw new HttpRefusal(
                        431,
                        "Too many header fields",
                        "the request has more than %d header fields".formatted(maxCount));
            }
            position = fields.line(position);
        }
        return fields;
    }

    private int line(int start) throws HttpRefusal {
        int position = start;
        while (Octets.is(Octets.TOKEN, bytes[position])) {
            position++;
        }
        if (position == start || bytes[position] != ':') {
            throw badName(start, position);
        }
        int nameEnd = position++;
        while (Octets.isBlank(bytes[position])) {
            position++;
        }
        int value = position;
        while (Octets.is(Octets.VALUE, bytes[position])) {
            position++;
        }
        if (bytes[position] != Octets.CR || bytes[position + 1] != Octets.LF) {
            throw bad("byte %s in the value".formatted(Octets.show(bytes[position])));
        }
        int valueEnd = position;
        while (valueEnd > value && Octets.isBlank(bytes[valueEnd - 1])) {
            valueEnd--;
        }
        add(start, nameEnd, value, valueEnd);
        return position + 2;
    }

    private HttpRefusal badName(int start, int position) {
        if (Octets.isBlank(bytes[start])) {
            return bad("the line is folded");
        }
        if (position == start) {
            return bad("the name is empty or starts with " + Octets.show(bytes[start]));
        }
        return Octets.isBlank(bytes[position])
                ? bad("a space between name and colon")
                : bad("byte %s in the name".formatted(Octets.show(bytes[position])));
    }

    private HttpRefusal bad(String what) {
        return BadMessage.of("header field %d: %s".formatted(count + 1, what));
    }

    private void add(int name, int nameEnd, int value, int valueEnd) {
        int at = count * STRIDE;
        if (at == index.length) {
            index = Arrays.copyOf(index, index.length * 2);
            names = Arrays.copyOf(names, names.length * 2);
        }
        index[at] = name;
        index[at + NAME_END] = nameEnd;
        index[at + VALUE] = value;
        index[at + VALUE_END] = valueEnd;
        names[count] = (byte) FieldName.of(bytes, name, nameEnd).ordinal();
        count++;
    }

    public int count() {
        return count;
    }

    public FieldName name(int field) {
        return FieldName.at(names[field]);
    }

    /** The index of the first field of that name at or after {@code from}, or -1. */
    public int find(FieldName name, int from) {
        byte wanted = (byte) name.ordinal();
        for (int i = from; i < count; i++) {
            if (names[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    public boolean has(FieldName name) {
        return find(name, 0) >= 0;
    }

    /** The first value of that name without blanks around it, bytes as ISO 8859-1. */
    public @Nullable String value(FieldName name) {
        int field = find(name, 0);
        return field < 0 ? null : value(field);
    }

    /** The field's value without blanks around it, bytes as ISO 8859-1. */
    public String value(int field) {
        int from = valueStart(field);
        return new String(bytes, from, valueEnd(field) - from, StandardCharsets.ISO_8859_1);
    }

    /** The field as text, bytes as ISO 8859-1. */
    public HttpField field(int field) {
        int at = field * STRIDE;
        int from = index[at];
        String name =
                new String(bytes, from, index[at + NAME_END] - from, StandardCharsets.ISO_8859_1);
        return new HttpField(name, value(field));
    }

    /** All fields as text, in their order. */
    public List<HttpField> all() {
        return IntStream.range(0, count).mapToObj(this::field).toList();
    }

    /** The first value of a field of that name, given in any case. */
    public Optional<String> find(String name) {
        for (int i = 0; i < count; i++) {
            int at = i * STRIDE;
            if (Octets.equalsIgnoreCase(bytes, index[at], index[at + NAME_END], name)) {
                return Optional.of(value(i));
            }
        }
        return Optional.empty();
    }

    /** Shows all fields in their order. */
    public void visit(FieldVisitor visitor) {
        for (int at = 0; at < count * STRIDE; at += STRIDE) {
            visitor.visit(
                    bytes,
                    index[at],
                    index[at + NAME_END],
                    index[at + VALUE],
                    index[at + VALUE_END]);
        }
    }

    int valueStart(int field) {
        return index[field * STRIDE + VALUE];
    }

    int valueEnd(int field) {
        return index[field * STRIDE + VALUE_END];
    }

    boolean valueIs(int field, byte[] lower) {
        return Octets.equalsLower(bytes, valueStart(field), valueEnd(field), lower);
    }

    /** Marks the {@link FieldName#OTHER} fields of that name, given in lower case, as listed. */
    void list(byte[] lower) {
        for (int i = 0; i < count; i++) {
            int at = i * STRIDE;
            if (names[i] == FieldName.OTHER.ordinal()
                    && Octets.equalsLower(bytes, index[at], index[at + NAME_END], lower)) {
                names[i] = (byte) FieldName.LISTED.ordinal();
            }
        }
    }

    /** Writes the field's value. */
    public void copyValue(int field, ByteBuf out) {
        int from = valueStart(field);
        out.writeBytes(bytes, from, valueEnd(field) - from);
    }

    /** Writes all lines but those whose name is in {@code without}, as they came. */
    public void copyTo(ByteBuf out, long without) {
        int run = -1;
        for (int i = 0; i < count; i++) {
            boolean keep = (without >>> names[i] & 1) == 0;
            if (keep && run < 0) {
                run = index[i * STRIDE];
            } else if (!keep && run >= 0) {
                out.writeBytes(bytes, run, index[i * STRIDE] - run);
                run = -1;
            }
        }
        if (run >= 0) {
            out.writeBytes(bytes, run, end - run);
        }
    }
}
