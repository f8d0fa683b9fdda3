package dev.warren.app.rules.planted;

/** Guesses how long something takes. */
public final class Sleeps {

    void rest() throws InterruptedException {
        Thread.sleep(10);
    }
}
