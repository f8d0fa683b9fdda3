package dev.warren.feeds.parse.charset;

/**
 * What the first bytes tell: a byte order mark, or how wide the bracket of an XML declaration is.
 *
 * @param name empty when they tell nothing
 * @param length of the byte order mark
 */
record Signature(String name, int length) {

    static Signature of(byte[] document) {
        int four = first(document, 4);
        int three = first(document, 3);
        int two = first(document, 2);
        if (three == 0xEFBBBF) {
            return new Signature("utf-8", 3);
        }
        return switch (four) {
            case 0x0000FEFF -> new Signature("utf-32be", 4);
            case 0xFFFE0000 -> new Signature("utf-32le", 4);
            case 0x0000003C -> new Signature("utf-32be", 0);
            case 0x3C000000 -> new Signature("utf-32le", 0);
            case 0x003C003F, 0x003C0072, 0x003C0066 -> new Signature("utf-16be", 0);
            case 0x3C003F00, 0x3C007200, 0x3C006600 -> new Signature("utf-16le", 0);
            case 0x4C6FA794 -> new Signature("ibm037", 0);
            default ->
                    switch (two) {
                        case 0xFEFF -> new Signature("utf-16be", 2);
                        case 0xFFFE -> new Signature("utf-16le", 2);
                        default -> new Signature("", 0);
                    };
        };
    }

    boolean isEbcdic() {
        return name.equals("ibm037");
    }

    private static int first(byte[] document, int count) {
        if (document.length < count) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | document[i] & 0xFF;
        }
        return value;
    }
}
