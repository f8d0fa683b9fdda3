package dev.warren.tunnels.options;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may send requests: whoever signs them with one of these secrets. None: nobody.
 *
 * @param senders several where a secret is about to change, or where there are several
 */
public record Webhook(List<Sender> senders) implements TunnelOption {

    /** In which way a sender signs. */
    public sealed interface Sender {

        HmacKey key();
    }

    /**
     * @see <a
     *     href="https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries">
     *     GitHub</a>
     */
    public record GitHub(HmacKey key) implements Sender {}

    /**
     * @see <a href="https://docs.stripe.com/webhooks/signature">Stripe</a>
     */
    public record Stripe(HmacKey key) implements Sender {}

    /**
     * @see <a href="https://docs.slack.dev/authentication/verifying-requests-from-slack">Slack</a>
     */
    public record Slack(HmacKey key) implements Sender {}

    /**
     * The body's HMAC in one header field, hexadecimal or Base64, with the name of the algorithm
     * and an equals sign in front or without.
     *
     * @param header the field's name
     * @param algorithm {@code sha1}, {@code sha256} or {@code sha512}
     */
    public record Hmac(HmacKey key, String header, String algorithm) implements Sender {}

    private static final Pattern FORM =
            Pattern.compile(
                    "(?i:(github|stripe|slack)|hmac:([a-z0-9-]{1,64}):(sha1|sha256|sha512)):([ -~]{8,200})");

    static final OptionWord WORD =
            OptionWord.guard(
                    "webhook",
                    "github:SECRET, stripe:SECRET, slack:SECRET or hmac:HEADER:sha256:SECRET, the"
                            + " secret with 8 to 200 characters",
                    Webhook::read,
                    new Webhook(List.of()));

    public Webhook {
        senders = List.copyOf(senders);
    }

    private static Optional<Webhook> read(String value) {
        Matcher form = FORM.matcher(value);
        return form.matches() ? Optional.of(new Webhook(List.of(sender(form)))) : Optional.empty();
    }

    private static Sender sender(Matcher form) {
        String secret = form.group(4);
        if (form.group(1) == null) {
            String algorithm = form.group(3).toLowerCase(Locale.ROOT);
            String full = "Hmac" + algorithm.toUpperCase(Locale.ROOT);
            return new Hmac(new HmacKey(full, secret), form.group(2), algorithm);
        }
        HmacKey key = new HmacKey("HmacSHA256", secret);
        return switch (form.group(1).toLowerCase(Locale.ROOT)) {
            case "github" -> new GitHub(key);
            case "stripe" -> new Stripe(key);
            default -> new Slack(key);
        };
    }

    @Override
    public TunnelOption after(TunnelOption before) {
        return new Webhook(Lists.joined(((Webhook) before).senders, senders));
    }
}
