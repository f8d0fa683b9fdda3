package dev.warren.edge.http;

import java.util.List;
import java.util.OptionalLong;

/**
 * Who may have an HTTPS certificate for a host name. Contributed by modules as beans; the edge
 * orders certificates for no other name than these. Answers come from memory and never block: event
 * loops ask too.
 */
public interface CertificateNames {

    /**
     * Names that the operator's settings make, which get their certificates when the server starts;
     * {@code *.example.org} for all names one label below.
     */
    default List<String> configured() {
        return List.of();
    }

    /**
     * The id of the account that has shown {@code host} to be its own, so that a certificate is
     * ordered when a visitor first asks for it, at the account's expense; empty when it is
     * nobody's.
     *
     * @param host lower case, no port, no trailing dot, no wildcard
     */
    OptionalLong ownerOf(String host);
}
