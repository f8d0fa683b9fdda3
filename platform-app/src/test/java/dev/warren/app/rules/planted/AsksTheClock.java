package dev.warren.app.rules.planted;

import java.time.Instant;

/** Asks a clock that no test can drive. */
public final class AsksTheClock {

    Instant time() {
        return Instant.now();
    }
}
