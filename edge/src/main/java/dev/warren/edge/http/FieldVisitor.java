package dev.warren.edge.http;

/** Takes the fields of a head one after the other, as bytes, without making text of them. */
@FunctionalInterface
public interface FieldVisitor {

    /**
     * A field.
     *
     * @param head where its bytes are; to be read only, and only during the call
     * @param name where its name begins
     * @param nameEnd behind the name
     * @param value where its value begins, without blanks around it
     * @param valueEnd behind the value
     */
    void visit(byte[] head, int name, int nameEnd, int value, int valueEnd);
}
