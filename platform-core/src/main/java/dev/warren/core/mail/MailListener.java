package dev.warren.core.mail;

/** Hears what becomes of mails of one topic; contributed by a module as a bean. */
public interface MailListener {

    String topic();

    /**
     * The recipient's side refused the mail for good. Called once, in the transaction that notes
     * it, on a virtual thread.
     *
     * @param reason the server's words, printable
     */
    void bounced(String key, MailAddress to, String reason);
}
