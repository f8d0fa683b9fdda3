package dev.warren.registry.fill;

import dev.warren.registry.fill.FillMetrics.End;

/** A fetch cannot go on; nobody is helped by trying again. */
final class FillException extends Exception {

    private static final long serialVersionUID = 1L;

    private final End end;

    FillException(End end, String message) {
        super(message, null, false, false);
        this.end = end;
    }

    End end() {
        return end;
    }
}
