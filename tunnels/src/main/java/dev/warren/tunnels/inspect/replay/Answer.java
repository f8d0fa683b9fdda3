package dev.warren.tunnels.inspect.replay;

import dev.warren.edge.http.HttpField;
import dev.warren.tunnels.inspect.Summary;
import java.util.List;
import java.util.Optional;

/** What came of sending a request again. */
public sealed interface Answer {

    /**
     * It was answered.
     *
     * @param as what it is recorded as, where its tunnel's requests are
     * @param fields the answer's header fields
     * @param body the beginning of the body, still packed
     * @param total the body's length without framing
     * @param ended whether the answer came to its end
     * @param left names of the request's fields that were left out because their values are not
     *     kept
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Came(
            Summary original,
            Optional<String> as,
            int status,
            String reason,
            List<HttpField> fields,
            byte[] body,
            long total,
            boolean ended,
            long millis,
            List<String> left)
            implements Answer {}

    /** It was not sent, or not answered. */
    record Failed(String code, String sentence) implements Answer {}
}
