package dev.warren.app.rules.planted;

import java.io.IOException;
import java.io.InputStream;

/** Reads as much as the other side sends. */
public final class ReadsWholeBody {

    byte[] body(InputStream in) throws IOException {
        return in.readAllBytes();
    }
}
