package dev.warren.tunnels.policy;

import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpRequest;
import dev.warren.tunnels.options.Webhook;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets requests in whose sender has signed them. Their bodies are held until the signature was
 * looked at, so not a byte of others reaches the server behind the tunnel.
 *
 * @param option who may sign
 * @param most bytes of a body
 */
record Signatures(Webhook option, int most) {

    /** How far a sender's clock may be off, and how old a request may be; Stripe's own advice. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final int LONGEST = 1000;
    private static final int MOST_CLAIMS = 8;

    private static final HttpPlan UNSIGNED =
            refuse(
                    "This tunnel takes only requests that their sender has signed. This one is not.");

    private static final HttpPlan WRONG =
            refuse("The signature of this request is not that of a sender this tunnel knows.");

    private static final HttpPlan STALE =
            refuse(
                    "This request was signed more than 5 minutes ago, or its sender's clock is"
                            + " wrong.");

    /**
     * What a request claims: that {@code signature} is that of its body with {@code prefix} in
     * front.
     */
    private record Claim(
            Webhook.Sender sender, byte[] signature, String prefix, Optional<Instant> at) {}

    /**
     * What is to be done with a request.
     *
     * @param next what follows when it is signed
     */
    HttpPlan plan(HttpRequest request, Instant now, HttpPlan.Judge next) {
        List<Claim> claims =
                option.senders().stream().flatMap(sender -> claims(sender, request)).toList();
        if (claims.isEmpty()) {
            return UNSIGNED;
        }
        return new HttpPlan.Hold(
                most,
                body -> {
                    Optional<Claim> good =
                            claims.stream().filter(claim -> isTrue(claim, body)).findFirst();
                    if (good.isEmpty()) {
                        return WRONG;
                    }
                    return good.get().at.filter(at -> isFar(at, now)).isPresent()
                            ? STALE
                            : next.of(body);
                });
    }

    private static boolean isTrue(Claim claim, ByteBuffer body) {
        return claim.sender.key().hasSigned(claim.signature, claim.prefix, body);
    }

    private static boolean isFar(Instant at, Instant now) {
        return Duration.between(at, now).abs().compareTo(TOLERANCE) > 0;
    }

    private static Stream<Claim> claims(Webhook.Sender sender, HttpRequest request) {
        return switch (sender) {
            case Webhook.GitHub gitHub ->
                    only(request, "X-Hub-Signature-256")
                            .filter(value -> value.startsWith("sha256="))
                            .flatMap(value -> hex(value.substring("sha256=".length())))
                            .map(bytes -> new Claim(sender, bytes, "", Optional.empty()))
                            .stream();
            case Webhook.Stripe stripe ->
                    only(request, "Stripe-Signature").stream()
                            .flatMap(value -> stripe(stripe, value));
            case Webhook.Slack slack ->
                    only(request, "X-Slack-Signature")
                            .filter(value -> value.startsWith("v0="))
                            .flatMap(value -> hex(value.substring("v0=".length())))
                            .flatMap(bytes -> slack(slack, bytes, request))
                            .stream();
            case Webhook.Hmac hmac ->
                    only(request, hmac.header())
                            .map(value -> withoutName(value, hmac.algorithm() + "="))
                            .flatMap(value -> hex(value).or(() -> base64(value)))
                            .map(bytes -> new Claim(sender, bytes, "", Optional.empty()))
                            .stream();
        };
    }

    private static Optional<Claim> slack(
            Webhook.Sender sender, byte[] signature, HttpRequest request) {
        return only(request, "X-Slack-Request-Timestamp")
                .flatMap(time ->
                        moment(time)
                                .map(at ->
                                        new Claim(
                                                sender,
                                                signature,
                                                "v0:" + time + ":",
                                                Optional.of(at))));
    }

    /** One of {@code t=1700000000,v1=…,v1=…,v0=…}: several while a secret changes. */
    private static Stream<Claim> stripe(Webhook.Sender sender, String value) {
        List<String> signatures = new ArrayList<>();
        String time = "";
        for (String part : value.split(",", MOST_CLAIMS)) {
            String one = part.strip();
            if (one.startsWith("t=")) {
                time = one.substring(2);
            } else if (one.startsWith("v1=")) {
                signatures.add(one.substring(3));
            }
        }
        String prefix = time + ".";
        Optional<Instant> at = moment(time);
        return at.isEmpty()
                ? Stream.empty()
                : signatures.stream()
                        .flatMap(text -> hex(text).stream())
                        .map(bytes -> new Claim(sender, bytes, prefix, at));
    }

    /** The value of a field that is there once. */
    private static Optional<String> only(HttpRequest request, String name) {
        List<String> values =
                request.fields().stream()
                        .filter(field -> field.name().equalsIgnoreCase(name))
                        .map(field -> field.value().strip())
                        .toList();
        return values.size() == 1 && values.getFirst().length() <= LONGEST
                ? Optional.of(values.getFirst())
                : Optional.empty();
    }

    private static String withoutName(String value, String name) {
        return value.regionMatches(true, 0, name, 0, name.length())
                ? value.substring(name.length())
                : value;
    }

    private static Optional<Instant> moment(String seconds) {
        return seconds.matches("\\d{1,11}")
                ? Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds)))
                : Optional.empty();
    }

    private static Optional<byte[]> hex(String text) {
        try {
            return Optional.of(HexFormat.of().parseHex(text));
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    private static HttpPlan refuse(String sentence) {
        return new HttpPlan.Refuse(new HttpRefusal(401, "Not signed", sentence));
    }
}
