package dev.warren.registry.oci;

import java.util.Optional;
import java.util.regex.Pattern;

/** What names a manifest within its repository. */
public sealed interface Reference {

    /** By what it holds. */
    record ByDigest(Digest digest) implements Reference {

        @Override
        public String toString() {
            return digest.toString();
        }
    }

    /**
     * By a name that may move.
     *
     * @param name a letter, digit or underscore, then at most 127 of these, {@code .} and {@code -}
     */
    record Tag(String name) implements Reference {

        private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

        public Tag {
            if (!FORM.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "tag: %s (expected: letters, digits, . _ -, 128 characters at most)"
                                .formatted(name));
            }
        }

        /** The tag that {@code text} spells, if it is one. */
        public static Optional<Tag> parse(String text) {
            return FORM.matcher(text).matches() ? Optional.of(new Tag(text)) : Optional.empty();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The digest or tag that {@code text} spells, if it is one. */
    static Optional<Reference> parse(String text) {
        return text.indexOf(':') >= 0
                ? Digest.parse(text).map(ByDigest::new)
                : Tag.parse(text).map(tag -> tag);
    }
}
