package dev.warren.app.rules.planted;

/** Talks past the log. */
public final class PrintsToTheConsole {

    void say() {
        System.out.println("here");
    }
}
