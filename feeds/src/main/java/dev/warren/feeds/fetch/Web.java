package dev.warren.feeds.fetch;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.core.outbound.OutboundHttp;
import dev.warren.core.outbound.OutboundRequest;
import dev.warren.core.outbound.OutboundResponse;
import dev.warren.feeds.fetch.WebException.Kind;
import dev.warren.feeds.source.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Reads documents of the web into memory that is reserved on a budget, within limits of size and
 * time, from public addresses only. A body is read as it was sent, and decompressed once it is all
 * there, so that a slow sender holds what it sent and no more. Blocks: for virtual threads.
 * Thread-safe.
 */
public final class Web {

    private final OutboundHttp http;
    private final MemoryBudget bodies;
    private final MemoryBudget windows;

    /**
     * @param bodies for what is read, and {@code windows} for what decompressing takes; not the
     *     same, so that there is room for one when there is none for the other
     */
    Web(OutboundHttp http, MemoryBudget bodies, MemoryBudget windows) {
        this.http = http;
        this.bodies = bodies;
        this.windows = windows;
    }

    /**
     * Reads a document and follows its redirects. Every status that is not a redirect is an answer,
     * errors included; of those the body is not read.
     *
     * @return to be closed
     * @throws WebException when there is none, or this server is busy
     */
    public Page get(Ask ask) throws WebException {
        return get(ask, (_, _, _) -> () -> {});
    }

    Page get(Ask ask, Border border) throws WebException {
        OutboundRequest request = OutboundRequest.get(ask.uri(), ask.most()).raw();
        for (Map.Entry<String, String> header : ask.headers().entrySet()) {
            request = request.withHeader(header.getKey(), header.getValue());
        }
        // hosts are asked once in a while, so a connection that is kept is of no use
        request =
                request.withoutRedirects()
                        .onlyPorts(Ports::allows)
                        .withHeader("Accept-Encoding", Coding.ACCEPTED)
                        .withHeader("Connection", "close");
        TimeLeft time = new TimeLeft(ask.within());
        int most = Math.toIntExact(ask.most().toBytes());
        try (Buffer buffer = new Buffer(bodies, most, time)) {
            return new Walk(http, border, time)
                    .from(request, answer -> read(answer, buffer, time, most));
        }
    }

    private Page.Body read(OutboundResponse answer, Buffer sent, TimeLeft time, int most)
            throws IOException {
        if (answer.status() / 100 != 2) {
            return sent.give();
        }
        Coding coding = Coding.of(answer.headers("Content-Encoding"));
        sent.fill(answer.body());
        if (coding == Coding.IDENTITY || sent.firstByte() < 0) {
            return sent.give();
        }
        // in this order everywhere, so that no two wait for each other
        try (Reservation _ =
                        Buffer.reserve(
                                windows,
                                coding.window(sent.firstByte()),
                                time.get(),
                                Kind.NO_MEMORY);
                Buffer decoded = new Buffer(bodies, most, time)) {
            return decoded(coding, sent, decoded);
        }
    }

    private static Page.Body decoded(Coding coding, Buffer sent, Buffer decoded)
            throws WebException {
        try {
            try (InputStream in = coding.decode(sent.open())) {
                decoded.fill(in);
            }
            return decoded.give();
        } catch (WebException known) {
            throw known;
        } catch (IOException broken) {
            throw new WebException(Kind.BROKEN, "it cannot be decompressed", broken);
        }
    }
}
