package dev.warren.edge.http.tls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where certificates come from besides files. Methods answer from memory; all but {@link
 * #identities} are called on event loops.
 */
public interface CertificateSource {

    /** No other certificates. */
    CertificateSource NONE =
            new CertificateSource() {
                @Override
                public List<Identity> identities() {
                    return List.of();
                }

                @Override
                public @Nullable Identity challenge(String host) {
                    return null;
                }

                @Override
                public boolean isComing(String host) {
                    return false;
                }
            };

    /** All that there are; the same list for as long as they are the same. */
    List<Identity> identities();

    /**
     * What shows a certificate authority that this server answers for {@code host}, while one asks.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8737">RFC 8737</a>
     */
    @Nullable Identity challenge(String host);

    /**
     * Told of a visitor who wants a host that no certificate names.
     *
     * @return whether one is being ordered, so that the visitor had better come again
     */
    boolean isComing(String host);
}
