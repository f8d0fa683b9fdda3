package dev.warren.core.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/** An answer that is read from its connection. */
final class StreamedResponse implements OutboundResponse {

    private final HttpUriRequestBase request;
    private final ClassicHttpResponse response;
    private final URI uri;
    private final Deadline deadline;
    private final BoundedBody body;

    StreamedResponse(
            HttpUriRequestBase request,
            ClassicHttpResponse response,
            URI uri,
            long most,
            Deadline deadline)
            throws IOException {
        this.request = request;
        this.response = response;
        this.uri = uri;
        this.deadline = deadline;
        HttpEntity entity = response.getEntity();
        InputStream content = entity == null ? null : entity.getContent();
        this.body =
                new BoundedBody(
                        content == null ? InputStream.nullInputStream() : content, most, deadline);
    }

    @Override
    public int status() {
        return response.getCode();
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    @Override
    public List<String> headers(String name) {
        return Stream.of(response.getHeaders(name))
                .map(Header::getValue)
                .map(value -> value == null ? "" : value)
                .toList();
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public void close() {
        deadline.close();
        drop();
    }

    /** Lets go of this answer but not of the request's time: another hop follows. */
    void drop() {
        if (!body.isAtEnd()) {
            // an endless body must not be drained for the sake of its connection
            request.cancel();
        }
        try {
            response.close();
        } catch (IOException alreadyBroken) {
            // there is nothing left to give back
        }
    }
}
