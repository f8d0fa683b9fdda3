package dev.warren.registry.hot;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.Account;
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
    private final String mirror;

    /** {@code mirror}: the registry whose host this is; empty for our own. */
    RegistryTarget(HttpTarget platform, HotManifests manifests, Tokens tokens, String mirror) {
        this.platform = platform;
        this.manifests = manifests;
        this.tokens = tokens;
        this.mirror = mirror;
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
                .find(HotManifests.key(mirror, request.target()))
                .flatMap(entry -> answer(entry, request))
                .orElse(onward);
    }

    private Optional<HttpPlan> answer(HotManifests.Entry entry, HttpRequest request) {
        Optional<Caller> reader =
                caller(request)
                        .filter(caller -> caller.isGranted(entry.name(), Action.PULL))
                        .filter(entry.readers());
        if (reader.isEmpty()) {
            return Optional.empty();
        }
        if (request.method().equals("GET")) {
            entry.pulls().pulled(reader.get().account().map(Account::id));
        } else {
            entry.pulls().read();
        }
        return Optional.of(new HttpPlan.Answer(200, entry.fields(), entry.body()));
    }

    /** Who asks, if that is known without the database, which passwords need. */
    private Optional<Caller> caller(HttpRequest request) {
        Optional<String> field = request.field("Authorization");
        if (field.isEmpty()) {
            return Optional.of(Caller.ANYBODY);
        }
        return field.filter(text -> text.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .flatMap(text -> tokens.read(text.substring(BEARER.length()).strip()));
    }
}
