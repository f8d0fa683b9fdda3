package dev.warren.core.mail;

/** Hears what becomes of mails of one topic; contributed by a module as a bean. */
public interface MailListener {

    String topic();

    /**
     * The recipient's side refused the mail for good, at once or by a report that came later.
     * Called once, in the transaction that notes it, on a virtual thread.
     *
     * @param reason the server's words, printable
     */
    void bounced(String key, MailAddress to, String reason);

    /**
     * The mail could not be delivered for so long that nobody tries any more, which may be the
     * fault of any server on the way. Called as {@link #bounced} is.
     */
    void givenUp(String key, MailAddress to, String reason);
}
