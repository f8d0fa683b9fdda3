package dev.warren.edge.http.proxy;

import dev.warren.edge.http.FieldVisitor;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.codec.RequestHead;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A request as targets see it. */
record SeenRequest(
        RequestHead head,
        InetSocketAddress visitor,
        String requestId,
        boolean isSecure,
        OptionalInt securePort)
        implements HttpRequest {

    @Override
    public String method() {
        return head.methodName();
    }

    @Override
    public String host() {
        return head.authority().host();
    }

    @Override
    public String target() {
        return head.target(Integer.MAX_VALUE);
    }

    @Override
    public String path() {
        return head.path(Integer.MAX_VALUE);
    }

    @Override
    public String version() {
        return head.isHttp10() ? "HTTP/1.0" : "HTTP/1.1";
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

    @Override
    public boolean wantsUpgrade() {
        return head.wantsUpgrade();
    }
}
