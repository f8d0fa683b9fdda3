package dev.warren.feeds.fetch;

import dev.warren.core.outbound.OutboundException;
import dev.warren.core.outbound.OutboundHttp;
import dev.warren.core.outbound.OutboundRequest;
import dev.warren.core.outbound.OutboundResponse;
import dev.warren.feeds.fetch.Page.Redirect;
import dev.warren.feeds.fetch.WebException.Kind;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One request and the redirects that it leads to. Used by one thread, once. */
final class Walk {

    private static final int MOST_REDIRECTS = 5;

    /** Longer headers are of no use here. */
    private static final int LONGEST_HEADER = 8192;

    /** What is kept of an answer's headers. */
    private static final List<String> KEPT =
            List.of(
                    "age",
                    "cache-control",
                    "content-type",
                    "date",
                    "etag",
                    "expires",
                    "last-modified",
                    "link",
                    "retry-after");

    private final OutboundHttp http;
    private final Border border;
    private final TimeLeft time;
    private final List<Redirect> redirects = new ArrayList<>();

    Walk(OutboundHttp http, Border border, TimeLeft time) {
        this.http = http;
        this.border = border;
        this.time = time;
    }

    /** Reads the body of the answer that the walk ends with. */
    @FunctionalInterface
    interface Reader {
        Page.Body read(OutboundResponse answer) throws IOException;
    }

    /**
     * Walks to an answer that redirects nowhere.
     *
     * @return to be closed
     */
    Page from(OutboundRequest first, Reader reader) throws WebException {
        try {
            return walk(first, reader);
        } catch (WebException known) {
            throw known;
        } catch (OutboundException known) {
            throw explained(known);
        } catch (IOException broken) {
            throw new WebException(Kind.BROKEN, "the connection broke", broken);
        }
    }

    private Page walk(OutboundRequest first, Reader reader) throws IOException {
        OutboundRequest request = first;
        Runnable leave = () -> {};
        while (true) {
            URI from = request.uri();
            Optional<Page> page = Optional.empty();
            try {
                try (OutboundResponse answer = http.send(request.within(time.get()))) {
                    Optional<OutboundRequest> next = request.following(answer);
                    if (next.isEmpty()) {
                        page = Optional.of(read(answer, reader));
                    } else {
                        request = next.get();
                        follow(new Redirect(answer.status(), request.uri()));
                    }
                }
            } catch (IOException | RuntimeException failed) {
                page.ifPresent(Page::close);
                leave.run();
                throw failed;
            }
            left(leave, page);
            if (page.isPresent()) {
                return page.get();
            }
            leave = border.cross(from, request.uri(), time.get());
        }
    }

    /** Leaving may fail, as it is noted in the database; then nobody gets what was read. */
    private static void left(Runnable leave, Optional<Page> page) {
        try {
            leave.run();
        } catch (RuntimeException away) {
            page.ifPresent(Page::close);
            throw away;
        }
    }

    private Page read(OutboundResponse answer, Reader reader) throws IOException {
        Page.Body body = reader.read(answer);
        try {
            return page(answer, body);
        } catch (RuntimeException broken) {
            body.reserved().close();
            throw broken;
        }
    }

    private void follow(Redirect redirect) throws WebException {
        redirects.add(redirect);
        if (redirects.size() > MOST_REDIRECTS) {
            throw new WebException(
                    Kind.REDIRECT,
                    "it redirects too often (expected: at most %d times)"
                            .formatted(MOST_REDIRECTS));
        }
    }

    private Page page(OutboundResponse answer, Page.Body body) {
        Map<String, List<String>> headers =
                KEPT.stream()
                        .collect(
                                Collectors.toMap(
                                        Function.identity(),
                                        name ->
                                                answer.headers(name).stream()
                                                        .filter(value ->
                                                                value.length() <= LONGEST_HEADER)
                                                        .toList()));
        return new Page(answer.status(), answer.uri(), headers, redirects, body);
    }

    private static WebException explained(OutboundException why) {
        String sentence = String.valueOf(why.getMessage());
        return switch (why.kind()) {
            // which one is nobody's business
            case FORBIDDEN_ADDRESS ->
                    new WebException(
                            Kind.FORBIDDEN, "its host is at a private or special address", why);
            case FORBIDDEN_URL -> new WebException(Kind.FORBIDDEN, sentence, why);
            case FORBIDDEN_REDIRECT, TOO_MANY_REDIRECTS ->
                    new WebException(Kind.REDIRECT, sentence, why);
            case TIMED_OUT -> new WebException(Kind.TIMED_OUT, "it did not arrive in time", why);
            case TOO_LARGE -> new WebException(Kind.TOO_LARGE, sentence, why);
            case UNREACHABLE -> new WebException(Kind.UNREACHABLE, sentence, why);
            case BROKEN -> new WebException(Kind.BROKEN, sentence, why);
        };
    }
}
