package dev.warren.feeds.parse.charset;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the labels say, each empty where it does not.
 *
 * @param header the HTTP header's, or what its media type has where it says nothing
 * @param declaration the XML declaration's
 */
record Labels(String header, String declaration) {

    private static final Pattern DECLARATION =
            Pattern.compile("^\\s*<\\?[^>]{0,200}?encoding\\s*=\\s*[\"']?([\\w.:-]{1,40})");
    private static final Pattern PARAMETER =
            Pattern.compile(
                    ";\\s*charset\\s*=\\s*[\"']?\\s*([\\w.:-]{1,40})", Pattern.CASE_INSENSITIVE);

    /** Names that do not say which of the wide encodings it is, which the bytes do. */
    private static final Set<String> WIDE =
            Set.of(
                    "iso-10646-ucs-2",
                    "iso-10646-ucs-4",
                    "csucs4",
                    "csunicode",
                    "utf-16",
                    "utf-32",
                    "utf_16",
                    "utf_32",
                    "utf16",
                    "utf32",
                    "u16",
                    "u32",
                    "ucs-2",
                    "ucs-4");

    static Labels of(byte[] document, Signature signature, String contentType) {
        String declared = declared(document, signature);
        if (WIDE.contains(declared) || isWideButIsNot(declared, signature)) {
            declared = signature.name();
        }
        Matcher parameter = PARAMETER.matcher(contentType);
        String stated = parameter.find() ? Charsets.meant(parameter.group(1)) : "";
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (stated.isEmpty() && type.startsWith("text/") && !type.equals("text/html")) {
            stated = "us-ascii";
        }
        return new Labels(stated, declared);
    }

    /**
     * A declaration that could be read in bytes does not speak of an encoding in which it could
     * not.
     */
    private static boolean isWideButIsNot(String declared, Signature signature) {
        return declared.startsWith("utf-16") && signature.name().isEmpty();
    }

    private static String declared(byte[] document, Signature signature) {
        Charset charset =
                signature.name().isEmpty()
                        ? StandardCharsets.ISO_8859_1
                        : Charsets.isKnown(signature.name())
                                ? Charset.forName(signature.name())
                                : StandardCharsets.ISO_8859_1;
        int length = Math.min(document.length - signature.length(), 1024);
        Matcher matcher =
                DECLARATION.matcher(new String(document, signature.length(), length, charset));
        return matcher.find() ? Charsets.meant(matcher.group(1)) : "";
    }
}
