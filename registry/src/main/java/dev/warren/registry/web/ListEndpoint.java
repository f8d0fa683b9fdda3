package dev.warren.registry.web;

import dev.warren.core.people.Account;
import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Manifest;
import dev.warren.registry.source.Referrer;
import dev.warren.registry.source.Source;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists: of tags, of repositories, of what is about a manifest. Thread-safe. */
final class ListEndpoint {

    private static final int PAGE = 1000;

    private final Hosted hosted;

    ListEndpoint(Hosted hosted) {
        this.hosted = hosted;
    }

    void tags(Call call, Source source) throws RefusedException, IOException {
        int most = most(call);
        List<String> names =
                most == 0
                        ? List.of()
                        : Answers.found(
                                source.tags(call.parameter("last").orElse(""), most + 1),
                                () ->
                                        new RefusedException(
                                                ErrorCode.NAME_UNKNOWN,
                                                "there is no such repository"));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", call.route().repository());
        body.put("tags", page(call, names, most));
        call.json(200, "application/json", body);
    }

    /** Hosted repositories that the caller may read. */
    void repositories(Call call) throws RefusedException, IOException {
        int most = most(call);
        List<String> names =
                most == 0
                        ? List.of()
                        : hosted.readable(
                                call.caller().account().map(Account::id),
                                call.parameter("last").orElse(""),
                                most + 1);
        call.json(200, "application/json", Map.of("repositories", page(call, names, most)));
    }

    /** What is about a manifest, which need not be here; nothing when there is no repository. */
    void referrers(Call call, Optional<Source> source) throws RefusedException, IOException {
        Digest subject =
                Digest.parse(call.route().detail())
                        .orElseThrow(() ->
                                new RefusedException(
                                        ErrorCode.DIGEST_INVALID,
                                        "that is no digest (expected: sha256: or sha512: and its hash)"));
        Optional<String> type = call.parameter("artifactType").filter(word -> !word.isEmpty());
        List<Referrer> referrers =
                source.isEmpty()
                        ? List.of()
                        : Answers.found(
                                source.get().referrers(subject, type),
                                () ->
                                        new RefusedException(
                                                ErrorCode.NAME_UNKNOWN,
                                                "there is no such repository"));
        if (type.isPresent()) {
            call.response().setHeader("OCI-Filters-Applied", "artifactType");
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("schemaVersion", 2);
        body.put("mediaType", Manifest.OCI_INDEX);
        body.put("manifests", referrers.stream().map(ListEndpoint::descriptor).toList());
        call.json(200, Manifest.OCI_INDEX, body);
    }

    private static Map<String, Object> descriptor(Referrer referrer) {
        Map<String, Object> descriptor = new LinkedHashMap<>();
        descriptor.put("mediaType", referrer.mediaType());
        descriptor.put("digest", referrer.digest().toString());
        descriptor.put("size", referrer.size());
        referrer.artifactType().ifPresent(type -> descriptor.put("artifactType", type));
        if (!referrer.annotations().isEmpty()) {
            descriptor.put("annotations", referrer.annotations());
        }
        return descriptor;
    }

    private static int most(Call call) throws RefusedException {
        String spelt = call.parameter("n").orElse("");
        if (spelt.isEmpty()) {
            return PAGE;
        }
        if (!spelt.matches("\\d{1,9}")) {
            throw new RefusedException(
                    ErrorCode.UNSUPPORTED, 400, "that is no n (expected: a number)");
        }
        return Math.min(PAGE, Integer.parseInt(spelt));
    }

    /** The first {@code most} names, with a link to the next page if there are more. */
    private static List<String> page(Call call, List<String> names, int most) {
        if (names.size() <= most) {
            return names;
        }
        List<String> page = names.subList(0, most);
        String last = URLEncoder.encode(page.getLast(), StandardCharsets.UTF_8);
        call.response()
                .setHeader(
                        "Link",
                        "<%s?n=%d&last=%s>; rel=\"next\""
                                .formatted(call.request().getRequestURI(), most, last));
        return page;
    }
}
