package dev.warren.edge.http;

import java.util.List;
import java.util.Optional;

/** The head of a target's answer. Immutable. */
public interface HttpResponse {

    int status();

    /** The words behind the status, often empty. */
    String reason();

    /** The first value of that name, given in any case. */
    Optional<String> field(String name);

    /** All fields in the order in which they came. */
    List<HttpField> fields();

    /** Shows all fields in that order, for those who ask about every request. */
    default void visitFields(FieldVisitor visitor) {
        fields().forEach(field -> field.show(visitor));
    }

    /**
     * The whole head as it was on the wire, with the empty line at its end, where it was there as
     * text. The array never changes.
     */
    default Optional<byte[]> wire() {
        return Optional.empty();
    }
}
