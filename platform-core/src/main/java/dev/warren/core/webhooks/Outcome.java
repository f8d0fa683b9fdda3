package dev.warren.core.webhooks;

import java.time.Duration;
import java.util.Optional;

/** How one attempt ended. */
sealed interface Outcome {

    /** In a few words, which are stored. */
    String result();

    /** The beginning of what the receiver said, printable ASCII in one line; may be empty. */
    String words();

    /** 2xx. */
    record Accepted(String result, String words) implements Outcome {}

    /** The receiver does not want this event; it may well take the next one. */
    record Refused(String result, String words) implements Outcome {}

    /**
     * Nothing gets through at the moment.
     *
     * @param pause how long the receiver asked to be left alone
     */
    record Failed(String result, String words, Optional<Duration> pause) implements Outcome {}

    /** 410: the receiver wants no more events. */
    record Gone(String result, String words) implements Outcome {}

    /** As metrics name it. */
    default String tag() {
        return switch (this) {
            case Accepted accepted -> "accepted";
            case Refused refused -> "refused";
            case Failed failed -> "failed";
            case Gone gone -> "gone";
        };
    }
}
