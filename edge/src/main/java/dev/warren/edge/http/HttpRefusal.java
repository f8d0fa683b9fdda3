package dev.warren.edge.http;

/**
 * Why a request is answered by the edge itself. Carries no stack trace: it is an expected outcome.
 */
public final class HttpRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;
    private final boolean offline;

    /**
     * @param status the HTTP status, 400 to 599
     * @param title the problem in a few words
     * @param detail one sentence on what is wrong and what to do
     */
    public HttpRefusal(int status, String title, String detail) {
        this(status, title, detail, false);
    }

    private HttpRefusal(int status, String title, String detail, boolean offline) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
        this.offline = offline;
    }

    /** What is asked for is known, and away for now (503). */
    public static HttpRefusal offline(String detail) {
        return new HttpRefusal(503, "Offline", detail, true);
    }

    /** Whether what was asked for is known, and only away. */
    public boolean isOffline() {
        return offline;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }
}
