package dev.warren.edge.http;

import dev.warren.core.WarrenProperties;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.UnaryOperator;

/** What is to be done with one request. */
public sealed interface HttpPlan {

    /** The request goes to the target as it came. */
    HttpPlan AS_IS = new AsIs();

    /**
     * Sends the visitor to the HTTPS door for good, with the same method and body (308).
     *
     * @param host as the request names it
     * @param port where the HTTPS door is reached
     * @param target of the request; {@code *} leads to the root
     */
    static HttpPlan secure(String host, int port, String target) {
        String there =
                WarrenProperties.url(true, host, port) + (target.startsWith("/") ? target : "/");
        return new Refuse(
                new HttpRefusal(308, "Permanent redirect", "see " + there),
                List.of(new HttpField("Location", there)));
    }

    record AsIs() implements HttpPlan {}

    /**
     * The request goes on, changed perhaps, to {@code target}: the one that was asked, or one of
     * several behind it, whose own plan is not asked for.
     */
    record Forward(HttpTarget target, HttpEdits edits) implements HttpPlan {}

    /**
     * The edge holds the request's body until all of it is there, and then does what {@code judge}
     * says. A visitor who asks whether to send it is told to; what has more than {@code most} bytes
     * is refused (413). Held bytes are charged to the target's budget as they come.
     *
     * @param most bytes of data, without framing
     * @param judge called on an event loop, so it may not block
     */
    record Hold(int most, Judge judge) implements HttpPlan {

        /** The same, where what is judged is changed by {@code change}. */
        public Hold then(UnaryOperator<HttpPlan> change) {
            return new Hold(most, body -> change.apply(judge.of(body)));
        }
    }

    /** Decides on a request by its body. */
    @FunctionalInterface
    interface Judge {

        /**
         * What is to be done with the request.
         *
         * @param body all data of the body, good for the time of the call
         */
        HttpPlan of(ByteBuffer body);
    }

    /** The edge refuses it in the form that the visitor understands, with more fields. */
    record Refuse(HttpRefusal refusal, List<HttpField> fields) implements HttpPlan {

        public Refuse(HttpRefusal refusal) {
            this(refusal, List.of());
        }
    }

    /**
     * The edge answers with these words, which the target's owner or the platform wrote.
     *
     * @param status 200 to 599, but not 204, 304 or 205, which have no body
     * @param fields without framing, which the edge adds
     * @param body at most 256 KiB
     */
    record Answer(int status, List<HttpField> fields, byte[] body) implements HttpPlan {

        private static final int MOST = 256 * 1024;

        public Answer {
            if (status < 200 || status > 599 || body.length > MOST) {
                throw new IllegalArgumentException(
                        "answer: status %d, %d bytes (expected: 200 to 599, at most %d bytes)"
                                .formatted(status, body.length, MOST));
            }
        }
    }
}
