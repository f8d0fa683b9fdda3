package dev.warren.app.rules.planted;

import java.io.BufferedReader;
import java.io.IOException;

/** Reads a line that may never end. */
public final class ReadsLines {

    String line(BufferedReader in) throws IOException {
        return String.valueOf(in.readLine());
    }
}
