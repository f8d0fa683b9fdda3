package dev.warren.app.lab.registry;

import java.util.List;

/** A wrong answer of an {@link UpstreamRegistry}, given once. */
public sealed interface Trouble {

    /** The connection breaks behind so many bytes of the blob. */
    record Cut(long behind) implements Trouble {}

    /** One byte is not what it should be. */
    record Corrupt(long at) implements Trouble {}

    /** So many bytes come, and then none while the connection stands. */
    record Stall(long behind) implements Trouble {}

    /**
     * Another status, without a body.
     *
     * @param fields whole lines
     */
    record Status(int status, List<String> fields) implements Trouble {}
}
