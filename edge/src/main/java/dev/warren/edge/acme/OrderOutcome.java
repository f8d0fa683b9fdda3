package dev.warren.edge.acme;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;

/** What came of working at an order. */
sealed interface OrderOutcome {

    /** The certificate is there. */
    record Done(CertificateRow.Issued issued) implements OrderOutcome {}

    /**
     * It is not.
     *
     * @param words one line for people
     * @param notBefore when the authority lets us ask again, if it said so
     */
    record Failed(Cause cause, String words, Optional<Instant> notBefore) implements OrderOutcome {}

    /** Kinds of failures, whose names in lower case are tags of a metric. */
    enum Cause {
        /** The authority does not want to, or could not see the proof. */
        REFUSED,
        /** We have asked too often. */
        RATE_LIMITED,
        /** It did not answer. */
        UNREACHABLE,
        /** It took too long, or the server stops. */
        TIMED_OUT,
        /** The authority does not know our account. */
        NO_ACCOUNT,
        /** Anything else, which is for somebody to look at. */
        BROKEN;

        String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The authority has said no to this order, which is of no use any more. */
    final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        Refused(String words) {
            super(words, null, false, false);
        }
    }

    /** Sorts an exception. */
    static Failed of(Exception thrown) {
        Optional<Instant> anyTime = Optional.empty();
        return switch (thrown) {
            case Refused refused -> new Failed(Cause.REFUSED, words(refused), anyTime);
            case AcmeLazyLoadingException lazy when lazy.getCause() instanceof Exception cause ->
                    of(cause);
            case AcmeRateLimitedException limited ->
                    new Failed(Cause.RATE_LIMITED, words(limited), limited.getRetryAfter());
            case AcmeServerException server ->
                    new Failed(
                            isAboutAccount(server.getType()) ? Cause.NO_ACCOUNT : Cause.REFUSED,
                            words(server),
                            anyTime);
            case AcmeNetworkException network ->
                    new Failed(
                            Thread.interrupted() ? Cause.TIMED_OUT : Cause.UNREACHABLE,
                            words(network.getCause() == null ? network : network.getCause()),
                            anyTime);
            case InterruptedException interrupted ->
                    new Failed(Cause.TIMED_OUT, "took too long", anyTime);
            case IOException broken -> new Failed(Cause.REFUSED, words(broken), anyTime);
            default -> new Failed(Cause.BROKEN, words(thrown), anyTime);
        };
    }

    private static boolean isAboutAccount(URI type) {
        return type.toString().endsWith(":accountDoesNotExist");
    }

    private static String words(Throwable thrown) {
        Throwable deepest = thrown;
        while (deepest.getMessage() == null && deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String words = deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
        String line = words.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > 500 ? line.substring(0, 500) : line;
    }
}
