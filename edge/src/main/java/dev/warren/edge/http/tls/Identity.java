package dev.warren.edge.http.tls;

import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * A certificate with its chain and private key, and the host names that it is good for.
 *
 * @param chain the certificate itself first
 * @param names lower case; {@code *.example.org} stands for one label below
 */
public record Identity(PrivateKey key, List<X509Certificate> chain, Set<String> names) {

    private static final int DNS = 2;
    private static final int MOST_NAMES = 1000;

    public Identity {
        chain = List.copyOf(chain);
        names = Set.copyOf(names);
    }

    /** With the names that the certificate itself tells. */
    public static Identity of(PrivateKey key, List<X509Certificate> chain) {
        return new Identity(key, chain, namesOf(chain.getFirst()));
    }

    /** Whether a client that asks for {@code host} would accept it. */
    public boolean covers(String host) {
        return names.contains(host) || names.contains(wildcard(host));
    }

    /** {@code *.b.c} for {@code a.b.c}. */
    public static String wildcard(String host) {
        int dot = host.indexOf('.');
        return dot < 0 ? host : "*" + host.substring(dot);
    }

    private static Set<String> namesOf(X509Certificate certificate) {
        Set<String> names = new LinkedHashSet<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> name : alternatives) {
                    if (name.get(0) instanceof Integer kind
                            && kind == DNS
                            && names.size() < MOST_NAMES) {
                        names.add(name.get(1).toString().toLowerCase(Locale.ROOT));
                    }
                }
            }
            if (names.isEmpty()) {
                addCommonName(certificate, names);
            }
        } catch (CertificateParsingException | InvalidNameException unreadable) {
            // then it is good for no name, and still for being the default
        }
        return names;
    }

    private static void addCommonName(X509Certificate certificate, Set<String> names)
            throws InvalidNameException {
        for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
            if (part.getType().equalsIgnoreCase("CN")) {
                names.add(part.getValue().toString().toLowerCase(Locale.ROOT));
            }
        }
    }
}
