package dev.warren.edge.http.tls;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Certificates that a test puts there. */
public final class FakeSource implements CertificateSource {

    public volatile List<Identity> identities = List.of();
    public final Map<String, Identity> challenges = new ConcurrentHashMap<>();
    public final Set<String> coming = ConcurrentHashMap.newKeySet();

    @Override
    public List<Identity> identities() {
        return identities;
    }

    @Override
    public @Nullable Identity challenge(String host) {
        return challenges.get(host);
    }

    @Override
    public boolean isComing(String host) {
        return coming.contains(host);
    }
}
