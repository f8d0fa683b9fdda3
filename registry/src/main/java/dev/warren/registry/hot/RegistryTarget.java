package dev.warren.registry.hot;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpEdits;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpTarget;
import dev.warren.registry.access.Action;
import dev.warren.registry.access.Caller;
import dev.warren.registry.access.Tokens;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.Optional;

/**
 * What the edge asks for everything below {@code /v2}: a hot manifest is answered on the spot, all
 * else goes to the control plane.
 */
final class RegistryTarget implements HttpTarget {

    private static final String BEARER = "Bearer ";

    private final HttpTarget platform;
    private final HotManifests manifests;
    private final Tokens tokens;
    private final HttpPlan onward;

    RegistryTarget(HttpTarget platform, HotManifests manifests, Tokens tokens) {
        this.platform = platform;
        this.manifests = manifests;
        this.tokens = tokens;
        this.onward = new HttpPlan.Forward(platform, HttpEdits.NONE);
    }

    @Override
    public String kind() {
        return "registry";
    }

    @Override
    public MemoryBudget budget() {
        return platform.budget();
    }

    @Override
    public Future<Channel> connect(EventLoop loop, HttpRequest request) {
        return platform.connect(loop, request);
    }

    @Override
    public HttpPlan plan(HttpRequest request) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (!reads || request.field("If-None-Match").isPresent()) {
            return onward;
        }
        return manifests
                .find(request.target())
                .filter(entry -> isFor(entry, request))
                .<HttpPlan>map(entry -> new HttpPlan.Answer(200, entry.fields(), entry.body()))
                .orElse(onward);
    }

    private boolean isFor(HotManifests.Entry entry, HttpRequest request) {
        Optional<String> field = request.field("Authorization");
        if (field.isEmpty()) {
            return entry.readers().test(Caller.ANYBODY);
        }
        if (!field.get().regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            // a password is looked up in the database
            return false;
        }
        return tokens.read(field.get().substring(BEARER.length()).strip())
                .filter(caller -> caller.isGranted(entry.name(), Action.PULL))
                .filter(entry.readers())
                .isPresent();
    }
}
