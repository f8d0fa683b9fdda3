package dev.warren.edge.ssh.session;

/** The terminal at a client's end, as the client tells of it. Any thread. */
public final class Screen {

    private static final int COLUMNS = 80;
    private static final int ROWS = 24;
    private static final int LEAST = 8;
    private static final int MOST = 500;

    private volatile boolean there;
    private volatile boolean plain = true;
    private volatile int columns = COLUMNS;
    private volatile int rows = ROWS;

    /** There is one of that kind; a size of 0 stands for one that is not known. */
    void open(String kind, int wide, int high) {
        plain = kind.isEmpty() || kind.equals("dumb");
        resize(wide, high);
        there = true;
    }

    /** It has another size now. */
    void resize(int wide, int high) {
        columns = wide <= 0 ? COLUMNS : Math.clamp(wide, LEAST, MOST);
        rows = high <= 0 ? ROWS : Math.clamp(high, LEAST, MOST);
    }

    boolean isThere() {
        return there;
    }

    /** Whether the cursor can be moved on it. */
    boolean takesPictures() {
        return there && !plain;
    }

    int columns() {
        return columns;
    }

    int rows() {
        return rows;
    }
}
