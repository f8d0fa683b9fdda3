package dev.warren.core.mail;

/** A way for mails to leave. */
interface Delivery {

    /**
     * Hands one mail over; blocks, and ends soon when its thread is interrupted.
     *
     * @param message not changed
     */
    Result deliver(long id, MailAddress to, byte[] message);

    /** What came of it, with a printable sentence. */
    sealed interface Result {

        String sentence();

        /** It is the other side's now. */
        record Taken(String sentence) implements Result {}

        /** Not now; the same mail may be taken later. */
        record Later(String sentence) implements Result {}

        /** Never: the recipient is unknown, or the mail unwanted. */
        record Refused(String sentence) implements Result {}

        /** Nothing can be sent to anybody: the server is away, or does not let us in. */
        record Away(String sentence) implements Result {}
    }
}
