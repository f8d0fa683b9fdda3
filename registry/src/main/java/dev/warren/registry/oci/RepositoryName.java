package dev.warren.registry.oci;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A repository's name: path components of lower-case words.
 *
 * @param value at most 255 characters
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests">
 *     OCI distribution specification, pulling manifests</a>
 */
public record RepositoryName(String value) {

    private static final int LONGEST = 255;
    // possessive throughout: no name, however made, is tried twice
    private static final Pattern FORM =
            Pattern.compile(
                    "[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+(?:/[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+)*+");

    public RepositoryName {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "repository: %s (expected: lower-case words with . _ - between them, separated by /, 255 characters at most)"
                            .formatted(value));
        }
    }

    /** The name that {@code text} spells, if it is one. */
    public static Optional<RepositoryName> parse(String text) {
        return isValid(text) ? Optional.of(new RepositoryName(text)) : Optional.empty();
    }

    private static boolean isValid(String text) {
        return text.length() <= LONGEST && FORM.matcher(text).matches();
    }

    /** The first path component. */
    public String first() {
        int slash = value.indexOf('/');
        return slash < 0 ? value : value.substring(0, slash);
    }

    /** What follows the first path component, if anything does. */
    public Optional<RepositoryName> rest() {
        int slash = value.indexOf('/');
        return slash < 0
                ? Optional.empty()
                : Optional.of(new RepositoryName(value.substring(slash + 1)));
    }

    @Override
    public String toString() {
        return value;
    }
}
