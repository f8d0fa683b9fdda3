package dev.warren.edge.http.tls;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which certificate a client gets: that of its host, else that of the wildcard above it, else the
 * default. Immutable.
 *
 * @param byName names and wildcards as certificates spell them
 */
record TlsIdentities(Map<String, TlsIdentity> byName, TlsIdentity otherwise) {

    private static final Logger LOG = LoggerFactory.getLogger(TlsIdentities.class);

    /**
     * Of two certificates for one name the one that lasts longer is taken.
     *
     * @param all the default first; those that TLS cannot use are left out, with a warning
     * @param before what was made of them earlier, used again where it is the same
     * @param last for when nothing else is left
     */
    static TlsIdentities of(List<Identity> all, @Nullable TlsIdentities before, TlsIdentity last) {
        Map<Identity, TlsIdentity> made = before == null ? Map.of() : before.made();
        Map<String, TlsIdentity> byName = new HashMap<>();
        TlsIdentity first = null;
        for (Identity identity : all) {
            try {
                TlsIdentity known = made.get(identity);
                TlsIdentity ready = known == null ? TlsIdentity.of(identity) : known;
                first = first == null ? ready : first;
                identity.names().forEach(name -> byName.merge(name, ready, TlsIdentities::longer));
            } catch (SSLException | IllegalArgumentException unusable) {
                LOG.warn(
                        "certificate not used hosts={} cause={}",
                        identity.names(),
                        unusable.toString());
            }
        }
        return new TlsIdentities(Map.copyOf(byName), first == null ? last : first);
    }

    private static TlsIdentity longer(TlsIdentity a, TlsIdentity b) {
        return b.identity()
                        .chain()
                        .getFirst()
                        .getNotAfter()
                        .after(a.identity().chain().getFirst().getNotAfter())
                ? b
                : a;
    }

    private Map<Identity, TlsIdentity> made() {
        Map<Identity, TlsIdentity> made = new HashMap<>();
        byName.values().forEach(one -> made.put(one.identity(), one));
        made.put(otherwise.identity(), otherwise);
        return made;
    }

    /** {@code host} in lower case, null when the client named none. */
    TlsIdentity pick(@Nullable String host) {
        if (host == null) {
            return otherwise;
        }
        TlsIdentity exact = byName.get(host);
        TlsIdentity found = exact == null ? byName.get(Identity.wildcard(host)) : exact;
        return found == null ? otherwise : found;
    }

    /**
     * Whether a request for {@code host} may come on a connection that was made with {@code used}:
     * unless another certificate is that host's, and this one is not.
     */
    boolean mayAsk(TlsIdentity used, String host) {
        return used.identity().covers(host) || pick(host) == otherwise || pick(host) == used;
    }
}
