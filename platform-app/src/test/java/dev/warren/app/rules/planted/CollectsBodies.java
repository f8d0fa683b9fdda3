package dev.warren.app.rules.planted;

import java.io.ByteArrayOutputStream;

/** Collects what passes. */
public final class CollectsBodies {

    byte[] collected(ByteArrayOutputStream passed) {
        return passed.toByteArray();
    }
}
