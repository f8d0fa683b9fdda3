package dev.warren.registry.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.registry.web.Route.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {

    @ParameterizedTest
    @CsvSource({
        "/v2/, PING, '', ''",
        "/v2, PING, '', ''",
        "/v2/_catalog, CATALOG, '', ''",
        "/v2/a/b/tags/list, TAGS, a/b, ''",
        "/v2/a/b/manifests/v1, MANIFEST, a/b, v1",
        "/v2/a/manifests/sha256:00, MANIFEST, a, sha256:00",
        "/v2/a/b/blobs/sha256:00, BLOB, a/b, sha256:00",
        "/v2/a/b/blobs/uploads/, UPLOADS, a/b, ''",
        "/v2/a/b/blobs/uploads, UPLOADS, a/b, ''",
        "/v2/a/b/blobs/uploads/42, UPLOAD, a/b, 42",
        "/v2/a/b/referrers/sha256:00, REFERRERS, a/b, sha256:00",
        "/v2/a/b/other/c, NOTHING, '', ''",
        "/v2/a, NOTHING, '', ''"
    })
    void readsPathsFromTheirEnd(String path, Kind kind, String repository, String detail) {
        assertThat(Route.of(path)).isEqualTo(new Route(kind, repository, detail));
    }

    @Test
    void anyWordMayBeAComponentOfAName() {
        assertThat(Route.of("/v2/a/blobs/uploads/manifests/v1"))
                .isEqualTo(new Route(Kind.MANIFEST, "a/blobs/uploads", "v1"));
        assertThat(Route.of("/v2/manifests/tags/list/blobs/x"))
                .isEqualTo(new Route(Kind.BLOB, "manifests/tags/list", "x"));
    }
}
