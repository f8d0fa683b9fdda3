package dev.warren.feeds.source;

/** An address is none of a feed; the message is a sentence without the address. */
public final class BadAddressException extends Exception {

    private static final long serialVersionUID = 1L;

    BadAddressException(String sentence) {
        super(sentence);
    }

    /** The sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
