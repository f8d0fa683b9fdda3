package planted.house.core;

/** What every module of the planted house may use. */
public final class Clocks {

    private Clocks() {}

    /** A constant would be inlined and leave no arrow. */
    public static long ticks() {
        return System.nanoTime();
    }
}
