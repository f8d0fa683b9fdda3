package dev.warren.edge.acme;

import dev.warren.edge.http.CertificateNames;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All names that may have certificates: the settings' own, and those that modules vouch for. None
 * before {@link #load}. Thread-safe; never blocks.
 */
final class AcmeNames {

    private static final Logger LOG = LoggerFactory.getLogger(AcmeNames.class);
    private static final String WILDCARD = "*.";

    private final AcmeProperties settings;
    private volatile List<CertificateNames> modules = List.of();
    private volatile Set<String> configured = Set.of();

    AcmeNames(AcmeProperties settings) {
        this.settings = settings;
    }

    /**
     * Takes the names over.
     *
     * @param own names that no module has to ask for
     */
    void load(Set<String> own, List<CertificateNames> vouching) {
        modules = List.copyOf(vouching);
        Set<String> names = new LinkedHashSet<>(own);
        names.addAll(settings.names());
        vouching.forEach(module -> names.addAll(module.configured()));
        names.removeIf(name -> !provable(name));
        configured = Set.copyOf(names);
    }

    /** Names that are ordered when the server starts; those that cannot be proved are left out. */
    Set<String> configured() {
        return configured;
    }

    private boolean provable(String name) {
        if (!name.startsWith(WILDCARD)) {
            return true;
        }
        boolean can =
                settings.challenges().contains("dns-01")
                        && settings.dns().holds(name.substring(WILDCARD.length()));
        if (!can) {
            LOG.warn(
                    "certificate not ordered name={} (expected: warren.https.acme.dns, for a wildcard is proved in its zone only)",
                    name);
        }
        return can;
    }

    /** Whose host it is. */
    OptionalLong ownerOf(String host) {
        for (CertificateNames module : modules) {
            OptionalLong owner = module.ownerOf(host);
            if (owner.isPresent()) {
                return owner;
            }
        }
        return OptionalLong.empty();
    }

    /** Whether a name is still to be certified. */
    boolean isWanted(CertificateRow row) {
        return row.owner().isEmpty()
                ? configured.contains(row.name())
                : ownerOf(row.name()).equals(row.owner());
    }
}
