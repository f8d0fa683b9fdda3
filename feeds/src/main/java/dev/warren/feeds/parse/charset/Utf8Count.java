package dev.warren.feeds.parse.charset;

/**
 * How much of a document is UTF-8.
 *
 * @param sequences characters of two and more bytes
 * @param wrong bytes above ASCII that belong to none
 */
record Utf8Count(int sequences, int wrong) {

    static Utf8Count of(byte[] document, int start) {
        int sequences = 0;
        int wrong = 0;
        int i = start;
        while (i < document.length) {
            int lead = document[i] & 0xFF;
            int following = lead < 0x80 ? 0 : following(lead);
            if (following < 0 || !continues(document, i, following)) {
                wrong++;
                i++;
            } else {
                sequences += lead < 0x80 ? 0 : 1;
                i += following + 1;
            }
        }
        return new Utf8Count(sequences, wrong);
    }

    private static int following(int lead) {
        if (lead >= 0xC2 && lead <= 0xDF) {
            return 1;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            return 2;
        }
        return lead >= 0xF0 && lead <= 0xF4 ? 3 : -1;
    }

    private static boolean continues(byte[] document, int at, int following) {
        if (at + following >= document.length) {
            return following == 0;
        }
        for (int i = 1; i <= following; i++) {
            if ((document[at + i] & 0xC0) != 0x80) {
                return false;
            }
        }
        return true;
    }
}
