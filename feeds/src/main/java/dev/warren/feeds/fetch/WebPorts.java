package dev.warren.feeds.fetch;

import dev.warren.core.outbound.OutboundException;
import dev.warren.core.outbound.OutboundHttp;
import dev.warren.core.outbound.OutboundRequest;
import dev.warren.core.outbound.OutboundResponse;
import dev.warren.feeds.fetch.WebException.Kind;
import dev.warren.feeds.source.Ports;
import java.io.IOException;
import java.util.Optional;

/**
 * Sends requests, and follows their redirects, to ports that feeds are fetched from and to no
 * others. For what is passed on as it comes; documents are read by {@link Web}.
 */
public final class WebPorts {

    private static final int MOST_REDIRECTS = 5;

    private WebPorts() {}

    /**
     * The answer that the redirects end with, to be closed. Each request may take as long as {@code
     * first} says.
     *
     * @throws IOException when there is none: as {@link OutboundHttp#send} does, or a {@link
     *     WebException}
     */
    public static OutboundResponse send(OutboundHttp http, OutboundRequest first)
            throws IOException {
        OutboundRequest request = first.withoutRedirects();
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            OutboundResponse answer = http.send(checked(request));
            Optional<OutboundRequest> next = next(request, answer);
            if (next.isEmpty()) {
                return answer;
            }
            answer.close();
            request = next.get();
        }
        throw new WebException(Kind.REDIRECT, "it redirects too often");
    }

    private static Optional<OutboundRequest> next(OutboundRequest request, OutboundResponse answer)
            throws OutboundException {
        try {
            return request.following(answer);
        } catch (OutboundException nowhere) {
            answer.close();
            throw nowhere;
        }
    }

    /** As it is, if its port is one that is fetched from. */
    static OutboundRequest checked(OutboundRequest request) throws WebException {
        if (!Ports.allows(request.uri().getPort())) {
            throw new WebException(Kind.FORBIDDEN, "its port is not fetched from");
        }
        return request;
    }
}
