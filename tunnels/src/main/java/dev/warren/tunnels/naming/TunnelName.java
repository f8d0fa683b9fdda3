package dev.warren.tunnels.naming;

import dev.warren.core.people.AccountName;
import java.util.regex.Pattern;

/**
 * A tunnel's name within its owner's names: lower-case letters, digits and inner hyphens. Together
 * with the owner it makes the DNS label {@code owner-name}, at most 63 characters long.
 */
public record TunnelName(AccountName owner, String value) {

    /** The longest DNS label. */
    public static final int MAX_LABEL = 63;

    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

    public TunnelName {
        if (!isValid(owner, value)) {
            throw new IllegalArgumentException(
                    "tunnel name: %s (expected: at most %d letters, digits and inner hyphens)"
                            .formatted(value, longest(owner)));
        }
    }

    public static boolean isValid(AccountName owner, String value) {
        return value.length() <= longest(owner) && hasForm(value);
    }

    /** {@code alice-web}: what stands before the tunnels' domain. */
    public String label() {
        return owner + "-" + value;
    }

    /** How long a name of this owner may be. */
    static int longest(AccountName owner) {
        return MAX_LABEL - owner.value().length() - 1;
    }

    static boolean hasForm(String value) {
        return FORM.matcher(value).matches();
    }

    @Override
    public String toString() {
        return label();
    }
}
