package dev.warren.core.people;

import java.util.regex.Pattern;

/**
 * An account's name: a lower-case letter, then up to 30 lower-case letters and digits. No hyphen,
 * so that {@code user-name} always splits.
 */
public record AccountName(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]{0,30}");

    public AccountName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "account name: %s (expected: a lower-case letter, then up to 30 letters and digits)"
                            .formatted(value));
        }
    }

    public static boolean isValid(String value) {
        return FORM.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
