package dev.warren.registry.commands;

import dev.warren.registry.commands.Call.Refused;
import dev.warren.registry.oci.Reference;
import dev.warren.registry.oci.RepositoryName;
import java.util.Optional;

/**
 * A repository, or an image in it, as people spell it: {@code alice/app}, {@code alice/app:1},
 * {@code docker.io/library/alpine@sha256:…}.
 */
record Image(RepositoryName repository, Optional<Reference> reference) {

    static Image parse(String text) throws Refused {
        int at = text.indexOf('@');
        int colon = text.lastIndexOf(':');
        int cut = at >= 0 ? at : colon > text.lastIndexOf('/') ? colon : -1;
        String name = cut < 0 ? text : text.substring(0, cut);
        Optional<RepositoryName> repository = RepositoryName.parse(name);
        Optional<Reference> reference =
                cut < 0 ? Optional.empty() : Reference.parse(text.substring(cut + 1));
        boolean fits =
                reference.isPresent() == (cut >= 0)
                        && (at < 0 || reference.get() instanceof Reference.ByDigest);
        if (repository.isEmpty() || !fits) {
            throw new Refused(
                    "invalid",
                    "%s is no image (expected: NAME, NAME:TAG or NAME@sha256:…)".formatted(text));
        }
        return new Image(repository.get(), reference);
    }
}
