package dev.warren.registry.oci;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an image runs on, spelt {@code linux/amd64} or {@code linux/arm/v7}.
 *
 * @param variant empty for any
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/image-index.md">OCI image
 *     specification, image index</a>
 */
public record Platform(String os, String architecture, String variant) {

    private static final Pattern FORM =
            Pattern.compile("([a-z0-9_.-]{1,32})/([a-z0-9_.-]{1,32})(?:/([a-z0-9_.-]{1,32}))?");

    /** The platform that {@code text} spells, if it is one. */
    public static Optional<Platform> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(
                        new Platform(
                                form.group(1),
                                form.group(2),
                                form.group(3) == null ? "" : form.group(3)))
                : Optional.empty();
    }

    /** Linux on the kind of machine that this is. */
    public static Platform ours() {
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return new Platform("linux", machine.contains("aarch64") ? "arm64" : "amd64", "");
    }

    /** Whether who wants this one wants {@code other}. */
    public boolean covers(Platform other) {
        return os.equals(other.os)
                && architecture.equals(other.architecture)
                && (variant.isEmpty() || variant.equals(other.variant));
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }
}
