package dev.warren.registry.upstream;

import java.util.Locale;

/** What upstreams are asked for. */
enum RequestKind {
    /** Counted by upstreams that limit how many one may have. */
    MANIFEST_GET,
    MANIFEST_HEAD,
    BLOB_GET,
    BLOB_HEAD,
    REFERRERS,
    TAGS,
    TOKEN;

    /** As metrics spell it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
