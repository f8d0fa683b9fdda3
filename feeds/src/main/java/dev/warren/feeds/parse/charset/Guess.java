package dev.warren.feeds.parse.charset;

import org.mozilla.universalchardet.UniversalDetector;

/** What unlabelled bytes might mean, by how often which of them follow each other. */
final class Guess {

    /** More does not make the guess better. */
    private static final int LOOKED_AT = 256 * 1024;

    private Guess() {}

    /** The encoding's name, empty when there is no telling. */
    static String of(byte[] document, int start) {
        UniversalDetector detector = new UniversalDetector();
        detector.handleData(document, start, Math.min(document.length - start, LOOKED_AT));
        detector.dataEnd();
        String found = detector.getDetectedCharset();
        String name = found == null ? "" : Charsets.meant(found);
        return Charsets.isKnown(name) ? name : "";
    }
}
