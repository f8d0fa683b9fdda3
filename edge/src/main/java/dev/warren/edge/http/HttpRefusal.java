package dev.warren.edge.http;

import org.jspecify.annotations.Nullable;

/**
 * Why a request is answered by the edge itself. Carries no stack trace: it is an expected outcome.
 */
public final class HttpRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;
    private final @Nullable String location;

    /**
     * @param status the HTTP status, 400 to 599
     * @param title the problem in a few words
     * @param detail one sentence on what is wrong and what to do
     */
    public HttpRefusal(int status, String title, String detail) {
        this(status, title, detail, null);
    }

    private HttpRefusal(int status, String title, String detail, @Nullable String location) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
        this.location = location;
    }

    /** Sends the visitor to {@code location} for good, with the same method and body (308). */
    public static HttpRefusal redirect(String location) {
        return new HttpRefusal(308, "Permanent redirect", "see " + location, location);
    }

    public int status() {
        return status;
    }

    /** Where the visitor should go instead, for redirects only. */
    public @Nullable String location() {
        return location;
    }

    public String title() {
        return title;
    }
}
