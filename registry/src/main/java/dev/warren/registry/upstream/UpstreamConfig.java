package dev.warren.registry.upstream;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * One upstream as it is set.
 *
 * @param name the first element of image names that leads to it
 * @param url where it is, without a slash at its end
 * @param tokenHosts hosts besides its own domain that may be told the credentials
 * @param users accounts that may pull what only the credentials open
 * @param host of ours at which all names are its own, in lower case
 */
record UpstreamConfig(
        String name,
        URI url,
        Optional<Credentials> credentials,
        boolean privateAddresses,
        Set<String> tokenHosts,
        Set<String> users,
        Freshness freshness,
        Optional<String> host) {

    /** The same, asked as anybody would. */
    UpstreamConfig anonymous() {
        return new UpstreamConfig(
                name, url, Optional.empty(), privateAddresses, tokenHosts, users, freshness, host);
    }
}
