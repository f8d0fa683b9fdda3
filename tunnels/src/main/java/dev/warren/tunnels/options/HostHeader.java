package dev.warren.tunnels.options;

import java.util.Optional;
import java.util.regex.Pattern;

/** The host that the backend is asked for, instead of the one that the visitor asked for. */
public record HostHeader(String host) implements TunnelOption {

    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(:[0-9]{1,5})?");

    static final OptionWord WORD =
            OptionWord.of(
                    "host-header",
                    "a host, with a port if need be, such as app.test or localhost:3000",
                    HostHeader::read);

    private static Optional<HostHeader> read(String value) {
        return FORM.matcher(value).matches()
                ? Optional.of(new HostHeader(value))
                : Optional.empty();
    }
}
