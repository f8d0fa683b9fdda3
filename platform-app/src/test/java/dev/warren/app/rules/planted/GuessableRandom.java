package dev.warren.app.rules.planted;

import java.util.Random;

/** Makes numbers that can be guessed. */
public final class GuessableRandom {

    int guess() {
        return new Random().nextInt();
    }
}
