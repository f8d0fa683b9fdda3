package dev.warren.registry.fill;

import dev.warren.registry.oci.Digest;
import dev.warren.registry.upstream.RemoteBlob;
import dev.warren.registry.upstream.RemoteRepository;
import dev.warren.registry.upstream.Reply;
import dev.warren.registry.upstream.Upstream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** A repository of another registry. */
public record UpstreamOrigin(Upstream upstream, RemoteRepository repository) implements Origin {

    @Override
    public String name() {
        return upstream.name();
    }

    @Override
    public String via() {
        return upstream.name() + "/" + repository.name();
    }

    @Override
    public Reply<RemoteBlob> open(Digest digest, long from, @Nullable String etag, DataSize most) {
        return repository.blob(digest, from, etag, most);
    }

    @Override
    public void suspect(String what) {
        upstream.suspect(what);
    }
}
