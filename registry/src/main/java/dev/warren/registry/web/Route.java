package dev.warren.registry.web;

/**
 * What a path below {@code /v2} asks for. Names may have slashes in them, and any word as a
 * component, so paths are read from their end.
 *
 * @param repository the repository as it was spelt, not checked yet
 * @param detail what follows: a reference, a digest, an upload
 */
record Route(Kind kind, String repository, String detail) {

    enum Kind {
        PING,
        CATALOG,
        TAGS,
        MANIFEST,
        BLOB,
        UPLOADS,
        UPLOAD,
        REFERRERS,
        NOTHING
    }

    private static final String UPLOADS = "/blobs/uploads";

    /** Reads {@code path}, which begins with {@code /v2} and has no query. */
    static Route of(String path) {
        String rest = path.length() > 4 ? path.substring(4) : "";
        if (rest.isEmpty()) {
            return new Route(Kind.PING, "", "");
        }
        if (rest.equals("_catalog")) {
            return new Route(Kind.CATALOG, "", "");
        }
        if (rest.endsWith("/tags/list")) {
            return new Route(Kind.TAGS, before(rest, "/tags/list"), "");
        }
        if (rest.endsWith(UPLOADS) || rest.endsWith(UPLOADS + "/")) {
            return new Route(Kind.UPLOADS, rest.substring(0, rest.lastIndexOf(UPLOADS)), "");
        }
        int slash = rest.lastIndexOf('/');
        if (slash < 0) {
            return new Route(Kind.NOTHING, "", "");
        }
        return last(rest.substring(0, slash), rest.substring(slash + 1));
    }

    private static Route last(String front, String detail) {
        if (front.endsWith(UPLOADS)) {
            return new Route(Kind.UPLOAD, before(front, UPLOADS), detail);
        }
        if (front.endsWith("/manifests")) {
            return new Route(Kind.MANIFEST, before(front, "/manifests"), detail);
        }
        if (front.endsWith("/blobs")) {
            return new Route(Kind.BLOB, before(front, "/blobs"), detail);
        }
        if (front.endsWith("/referrers")) {
            return new Route(Kind.REFERRERS, before(front, "/referrers"), detail);
        }
        return new Route(Kind.NOTHING, "", "");
    }

    private static String before(String text, String end) {
        return text.substring(0, text.length() - end.length());
    }
}
