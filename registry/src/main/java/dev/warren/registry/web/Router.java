package dev.warren.registry.web;

import dev.warren.core.people.Account;
import dev.warren.core.people.FailedLogIns;
import dev.warren.registry.access.Action;
import dev.warren.registry.access.Caller;
import dev.warren.registry.access.Credentials;
import dev.warren.registry.catalog.PullRows;
import dev.warren.registry.catalog.Repository;
import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.hot.HotManifests;
import dev.warren.registry.source.Source;
import dev.warren.registry.upkeep.Usage;
import dev.warren.registry.upstream.MirrorHosts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Says who asks, what for, and whether that is allowed, and leaves the rest to its endpoint.
 * Thread-safe.
 */
final class Router {

    private final Parts parts;

    /** What answers are made of. */
    record Parts(
            Credentials credentials,
            FailedLogIns attempts,
            Places places,
            Gate gate,
            Hosted hosted,
            HotManifests hot,
            Endpoints endpoints,
            MirrorHosts mirrors,
            Usage usage) {}

    /** Who answers what. */
    record Endpoints(
            ManifestEndpoint manifests,
            BlobEndpoint blobs,
            UploadEndpoint uploads,
            ListEndpoint lists) {}

    Router(Parts parts) {
        this.parts = parts;
    }

    /**
     * Answers a request.
     *
     * @throws RefusedException when the answer is an error, and nothing was written yet
     */
    void answer(HttpServletRequest request, HttpServletResponse response)
            throws RefusedException, IOException {
        Caller caller = caller(request);
        Route route = Route.of(request.getRequestURI());
        Optional<String> mirror =
                parts.mirrors.at(request.getServerName().toLowerCase(Locale.ROOT));
        Call call = new Call(request, response, route, caller, mirror);
        switch (route.kind()) {
            case PING -> ping(call);
            case CATALOG -> {
                only(call, "GET");
                if (mirror.isPresent()) {
                    throw unsupported();
                }
                parts.endpoints.lists.repositories(call);
            }
            case TAGS -> {
                only(call, "GET");
                parts.endpoints.lists.tags(call, reading(call));
            }
            case REFERRERS -> {
                only(call, "GET");
                referrers(call);
            }
            case MANIFEST -> manifest(call);
            case BLOB -> blob(call);
            case UPLOADS -> {
                only(call, "POST");
                Repository repository = writing(call);
                parts.endpoints.uploads.begin(call, repository, account(call));
            }
            case UPLOAD -> upload(call);
            case NOTHING ->
                    throw new RefusedException(
                            ErrorCode.NAME_UNKNOWN, "there is nothing of the registry's here");
        }
    }

    private Caller caller(HttpServletRequest request) throws RefusedException {
        String field = request.getHeader("Authorization");
        boolean password = Credentials.isPassword(field);
        if (password && !parts.attempts.permits(request.getRemoteAddr())) {
            throw new RefusedException(
                            ErrorCode.TOOMANYREQUESTS, "too many failed log-ins, wait a minute")
                    .with("Retry-After", "60");
        }
        Optional<Caller> caller = parts.credentials.of(field);
        if (caller.isEmpty() && password) {
            parts.attempts.failed(request.getRemoteAddr());
        }
        return caller.orElseThrow(() -> Gate.challenge(request, "invalid_token"));
    }

    /** Asks everybody for a token, without which some clients would never send their password. */
    private static void ping(Call call) throws RefusedException, IOException {
        if (call.caller().equals(Caller.ANYBODY)) {
            throw Gate.challenge(call.request(), "");
        }
        call.json(200, "application/json", Map.of());
    }

    private void manifest(Call call) throws RefusedException, IOException {
        ManifestEndpoint manifests = parts.endpoints.manifests;
        switch (call.request().getMethod()) {
            case "GET", "HEAD" -> {
                long stamp = parts.hot.stamp();
                Place place = parts.places.of(call);
                parts.gate.check(call, place, Action.PULL);
                manifests.read(
                        call,
                        new ManifestEndpoint.Reading(
                                place.name(),
                                parts.places.source(call, place),
                                parts.gate.readers(place),
                                counted(place),
                                stamp));
                if (call.request().getMethod().equals("GET")) {
                    parts.usage.pulled(counted(place), call.caller().account().map(Account::id));
                }
            }
            case "PUT" -> manifests.push(call, writing(call), account(call));
            case "DELETE" -> manifests.delete(call, deleting(call, ErrorCode.MANIFEST_UNKNOWN));
            default -> throw unsupported();
        }
    }

    /** As pulls of it are counted. */
    private static PullRows.Place counted(Place place) {
        return place instanceof Place.Elsewhere there
                ? new PullRows.Place(Optional.of(there.upstream()), there.there())
                : new PullRows.Place(Optional.empty(), place.name());
    }

    private void blob(Call call) throws RefusedException, IOException {
        BlobEndpoint blobs = parts.endpoints.blobs;
        switch (call.request().getMethod()) {
            case "GET", "HEAD" -> blobs.read(call, reading(call));
            case "DELETE" -> blobs.delete(call, deleting(call, ErrorCode.BLOB_UNKNOWN));
            default -> throw unsupported();
        }
    }

    private void upload(Call call) throws RefusedException, IOException {
        UploadEndpoint uploads = parts.endpoints.uploads;
        Repository repository = writing(call);
        long account = account(call);
        switch (call.request().getMethod()) {
            case "GET" -> uploads.status(call, repository, account);
            case "PATCH" -> uploads.append(call, repository, account);
            case "PUT" -> uploads.finish(call, repository, account);
            case "DELETE" -> uploads.cancel(call, repository, account);
            default -> throw unsupported();
        }
    }

    private void referrers(Call call) throws RefusedException, IOException {
        Place place = parts.places.of(call);
        if (place instanceof Place.Here here && here.repository().isEmpty()
                || place instanceof Place.Nowhere) {
            // the specification wants an empty list where nothing is
            parts.endpoints.lists.referrers(call, Optional.empty());
            return;
        }
        parts.gate.check(call, place, Action.PULL);
        parts.endpoints.lists.referrers(call, Optional.of(parts.places.source(call, place)));
    }

    private Source reading(Call call) throws RefusedException {
        Place place = parts.places.of(call);
        parts.gate.check(call, place, Action.PULL);
        return parts.places.source(call, place);
    }

    private Repository writing(Call call) throws RefusedException {
        Place place = parts.places.of(call);
        parts.gate.check(call, place, Action.PUSH);
        if (place instanceof Place.Here here && here.repository().isPresent()) {
            return here.repository().get();
        }
        return parts.hosted
                .open(place.name(), account(call))
                .orElseThrow(() ->
                        new RefusedException(
                                ErrorCode.DENIED,
                                "you have %d repositories (expected: fewer; delete some)"
                                        .formatted(parts.hosted.mostRepositories())));
    }

    private Repository deleting(Call call, ErrorCode unknown) throws RefusedException {
        Place place = parts.places.of(call);
        parts.gate.check(call, place, Action.DELETE);
        if (place instanceof Place.Here here && here.repository().isPresent()) {
            return here.repository().get();
        }
        throw new RefusedException(unknown, "there is no such repository: " + place.name());
    }

    private static long account(Call call) throws RefusedException {
        return call.caller()
                .account()
                .map(Account::id)
                .orElseThrow(() -> Gate.challenge(call.request(), ""));
    }

    private static void only(Call call, String method) throws RefusedException {
        if (!call.request().getMethod().equals(method)) {
            throw unsupported();
        }
    }

    private static RefusedException unsupported() {
        return new RefusedException(ErrorCode.UNSUPPORTED, "that method is not for this path");
    }
}
