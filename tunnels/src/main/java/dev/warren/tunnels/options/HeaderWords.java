package dev.warren.tunnels.options;

import dev.warren.edge.http.HttpEdits;
import dev.warren.edge.http.HttpField;
import java.util.Optional;

/** Reads the header fields that words name. */
final class HeaderWords {

    static final String EXPECTED_FIELD =
            "Name:value, of a header that neither frames nor routes messages";
    static final String EXPECTED_NAME = "a header's name, of one that neither frames nor routes";

    private static final int LONGEST = 1000;

    private HeaderWords() {}

    static Optional<HttpField> field(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            HttpField field =
                    new HttpField(text.substring(0, colon), text.substring(colon + 1).strip());
            HttpEdits.NONE.withRequestField(field);
            return Optional.of(field);
        } catch (IllegalArgumentException unfit) {
            return Optional.empty();
        }
    }

    static Optional<String> name(String text) {
        return field(text + ":").map(HttpField::key).filter(name -> text.indexOf(':') < 0);
    }
}
