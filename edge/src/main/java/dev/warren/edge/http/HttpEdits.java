package dev.warren.edge.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is changed of a request before a target gets it, and of its answer before the visitor does.
 * Fields are taken away first and added then, so setting one is both.
 *
 * @param target another path and query in origin form
 * @param host another {@code Host}; what visitors asked for still shows in the forwarding fields
 * @param requestWithout names of request fields to take away, in lower case
 * @param requestWith request fields to add
 * @param responseWithout names of response fields to take away, in lower case
 * @param responseWith response fields to add
 * @param compress whether answers that are worth it are compressed for visitors who take them so
 */
public record HttpEdits(
        Optional<String> target,
        Optional<String> host,
        Set<String> requestWithout,
        List<HttpField> requestWith,
        Set<String> responseWithout,
        List<HttpField> responseWith,
        boolean compress) {

    /** Fields that frame messages, route them or belong to one hop: nobody's to change. */
    private static final Set<String> FIXED =
            Set.of(
                    "connection",
                    "content-length",
                    "expect",
                    "host",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    /** Nothing is changed. */
    public static final HttpEdits NONE =
            new HttpEdits(
                    Optional.empty(),
                    Optional.empty(),
                    Set.of(),
                    List.of(),
                    Set.of(),
                    List.of(),
                    false);

    public HttpEdits {
        requestWithout = Set.copyOf(requestWithout);
        requestWith = List.copyOf(requestWith);
        responseWithout = Set.copyOf(responseWithout);
        responseWith = List.copyOf(responseWith);
        Stream.of(
                        requestWithout.stream(),
                        requestWith.stream().map(HttpField::key),
                        responseWithout.stream(),
                        responseWith.stream().map(HttpField::key))
                .flatMap(names -> names)
                .filter(FIXED::contains)
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "header %s (expected: one that neither frames nor routes messages)"
                                    .formatted(name));
                });
    }

    public boolean changesRequest() {
        return target.isPresent()
                || host.isPresent()
                || !requestWithout.isEmpty()
                || !requestWith.isEmpty();
    }

    public boolean changesResponse() {
        return !responseWithout.isEmpty() || !responseWith.isEmpty();
    }

    /** These edits with other paths and hosts. */
    public HttpEdits to(Optional<String> newTarget, Optional<String> newHost) {
        return new HttpEdits(
                newTarget,
                newHost,
                requestWithout,
                requestWith,
                responseWithout,
                responseWith,
                compress);
    }

    /** These edits without fields of the request of these names, in lower case. */
    public HttpEdits withoutRequestFields(Set<String> names) {
        return new HttpEdits(
                target,
                host,
                Stream.concat(requestWithout.stream(), names.stream())
                        .collect(Collectors.toUnmodifiableSet()),
                requestWith,
                responseWithout,
                responseWith,
                compress);
    }

    /** These edits with one more field of the request set. */
    public HttpEdits withRequestField(HttpField field) {
        return new HttpEdits(
                target,
                host,
                joined(requestWithout, field.key()),
                joined(requestWith, field),
                responseWithout,
                responseWith,
                compress);
    }

    /** These edits with one more field of the response set. */
    public HttpEdits withResponseField(HttpField field) {
        return new HttpEdits(
                target,
                host,
                requestWithout,
                requestWith,
                joined(responseWithout, field.key()),
                joined(responseWith, field),
                compress);
    }

    /** These edits with one more field of the response, beside others of its name. */
    public HttpEdits withMoreResponse(HttpField field) {
        return new HttpEdits(
                target,
                host,
                requestWithout,
                requestWith,
                responseWithout,
                joined(responseWith, field),
                compress);
    }

    private static Set<String> joined(Set<String> names, String name) {
        Set<String> all = new HashSet<>(names);
        all.add(name);
        return all;
    }

    private static List<HttpField> joined(List<HttpField> fields, HttpField field) {
        List<HttpField> all = new ArrayList<>(fields);
        all.add(field);
        return all;
    }
}
