package dev.warren.edge.http;

/**
 * Why a request is answered by the edge itself. Carries no stack trace: it is an expected outcome.
 */
public final class HttpRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;

    /**
     * @param status the HTTP status, 400 to 599
     * @param title the problem in a few words
     * @param detail one sentence on what is wrong and what to do
     */
    public HttpRefusal(int status, String title, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }
}
