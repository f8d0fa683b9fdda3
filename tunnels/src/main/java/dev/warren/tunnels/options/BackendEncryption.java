package dev.warren.tunnels.options;

import java.util.Locale;
import java.util.Optional;

/**
 * Whether the server behind a web forward is spoken to in TLS. Without a word, one that is bound to
 * port 443 is, and its certificate is not looked at: the way there is encrypted by SSH already, and
 * the last step is mostly to the client's own machine.
 */
public record BackendEncryption(Mode mode) implements TunnelOption {

    static final OptionWord WORD =
            OptionWord.of("backend-tls", "verify, insecure or off", BackendEncryption::read);

    /** What is spoken. */
    public enum Mode {
        OFF,
        /** TLS with any certificate. */
        INSECURE,
        /** TLS with a certificate for the host that is asked for, signed by somebody known. */
        VERIFY
    }

    private static Optional<BackendEncryption> read(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "verify" -> Optional.of(new BackendEncryption(Mode.VERIFY));
            case "insecure" -> Optional.of(new BackendEncryption(Mode.INSECURE));
            case "off" -> Optional.of(new BackendEncryption(Mode.OFF));
            default -> Optional.empty();
        };
    }
}
