package dev.warren.registry.upstream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is set of one upstream; whatever is not is as usual for its name.
 *
 * @param name the first element of image names that leads to it; by default the key it is set under
 * @param url where it is
 * @param enabled whether it is asked at all
 * @param username for its token server or for Basic
 * @param password the password or token that goes with the name
 * @param privateAddresses whether it, and what it redirects to, may be in private networks
 * @param tokenHosts hosts besides its own domain that may be told the credentials
 * @param users accounts that may pull what is not public there, when a username is set; unset for
 *     none
 * @param freshFor how long tags stay good without asking, as {@code nightly-*=1m}
 * @param host a host of ours at which all names are its own, for clients that have us for its
 *     mirror
 */
record UpstreamSettings(
        @Nullable String name,
        @Nullable String url,
        @Nullable Boolean enabled,
        @Nullable String username,
        @Nullable String password,
        @Nullable Boolean privateAddresses,
        @Nullable List<String> tokenHosts,
        @Nullable List<String> users,
        @Nullable List<String> freshFor,
        @Nullable String host) {

    /** Those of the registries that everybody pulls from. */
    static UpstreamSettings usual(String name, String url, List<String> tokenHosts) {
        return new UpstreamSettings(
                name, url, true, null, null, false, tokenHosts, null, null, null);
    }

    /** These, and {@code usual} where nothing is set. */
    UpstreamSettings over(UpstreamSettings usual) {
        return new UpstreamSettings(
                usual.name,
                url == null ? usual.url : url,
                enabled == null ? usual.enabled : enabled,
                username == null ? usual.username : username,
                password == null ? usual.password : password,
                privateAddresses == null ? usual.privateAddresses : privateAddresses,
                tokenHosts == null ? usual.tokenHosts : tokenHosts,
                users == null ? usual.users : users,
                freshFor == null ? usual.freshFor : freshFor,
                host == null ? usual.host : host);
    }

    boolean isEnabled() {
        return enabled == null || enabled;
    }

    @Override
    public String toString() {
        return "UpstreamSettings[name=%s, url=%s]".formatted(name, url);
    }
}
