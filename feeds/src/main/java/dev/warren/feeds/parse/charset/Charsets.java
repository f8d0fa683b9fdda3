package dev.warren.feeds.parse.charset;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names of encodings as publishers write them. */
final class Charsets {

    /** Names that Java does not know, and encodings of which publishers use a larger one. */
    private static final Map<String, String> MEANT =
            Map.ofEntries(
                    Map.entry("gb2312", "gb18030"),
                    Map.entry("gbk", "gb18030"),
                    Map.entry("gb_2312-80", "gb18030"),
                    Map.entry("utf8", "utf-8"),
                    Map.entry("unicode", "utf-16"),
                    Map.entry("u8", "utf-8"),
                    Map.entry("ascii", "us-ascii"),
                    Map.entry("latin1", "iso-8859-1"),
                    Map.entry("latin-1", "iso-8859-1"),
                    Map.entry("iso8859-1", "iso-8859-1"),
                    Map.entry("x-sjis", "shift_jis"),
                    Map.entry("win-1251", "windows-1251"),
                    Map.entry("win-1252", "windows-1252"),
                    Map.entry("cp-1251", "windows-1251"),
                    Map.entry("cp-1252", "windows-1252"));

    private static final Map<String, String> LARGER =
            Map.of(
                    "iso-8859-1", "windows-1252",
                    "iso-8859-9", "windows-1254",
                    "iso-8859-11", "x-windows-874",
                    "tis-620", "x-windows-874",
                    "shift_jis", "windows-31j",
                    "euc-kr", "x-windows-949",
                    "ks_c_5601-1987", "x-windows-949",
                    "big5", "big5-hkscs");

    private static final Set<String> LATIN =
            Set.of("us-ascii", "iso-8859-1", "windows-1252", "iso-8859-15");

    /** No feed is honestly written in them, and they hide markup from whoever looks at bytes. */
    private static final Set<String> REFUSED = Set.of("utf-7", "cesu-8", "scsu", "bocu-1");

    private Charsets() {}

    /** The name that is meant, in lower case, empty for none. */
    static String meant(String written) {
        String lower = written.strip().toLowerCase(Locale.ROOT);
        return MEANT.getOrDefault(lower, lower);
    }

    /** Whether there is a decoder; of a few there are only encoders. */
    static boolean isKnown(String name) {
        try {
            return !REFUSED.contains(name)
                    && Charset.isSupported(name)
                    && Charset.forName(name).newDecoder().maxCharsPerByte() > 0;
        } catch (IllegalCharsetNameException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Whether its decoder takes almost any bytes, so that it says little when it does. */
    static boolean takesAnything(String name) {
        return LATIN.contains(name) || name.startsWith("iso-2022-");
    }

    /** What decodes an encoding that {@link #isKnown}. */
    static Charset of(String name) {
        try {
            return Charset.forName(LARGER.getOrDefault(name, name));
        } catch (UnsupportedCharsetException e) {
            // a runtime without the extended ones
            return Charset.forName(name);
        }
    }
}
