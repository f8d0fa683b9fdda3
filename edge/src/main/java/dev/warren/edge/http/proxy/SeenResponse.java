package dev.warren.edge.http.proxy;

import dev.warren.edge.http.FieldVisitor;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpResponse;
import dev.warren.edge.http.codec.ResponseHead;
import java.util.List;
import java.util.Optional;

/** An answer's head as observers see it. */
record SeenResponse(ResponseHead head) implements HttpResponse {

    @Override
    public int status() {
        return head.status();
    }

    @Override
    public String reason() {
        return head.reason();
    }

    @Override
    public Optional<String> field(String name) {
        return head.fields().find(name);
    }

    @Override
    public List<HttpField> fields() {
        return head.fields().all();
    }

    @Override
    public void visitFields(FieldVisitor visitor) {
        head.fields().visit(visitor);
    }

    @Override
    public Optional<byte[]> wire() {
        return Optional.of(head.bytes());
    }
}
