package dev.warren.tunnels.login;

import dev.warren.tunnels.login.Capsules.Purpose;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where the provider sends visitors back to: finds out who they are, and sends them on to the
 * tunnel that they came from. On the platform's own host, so that one address is enough for the
 * provider to know.
 */
@RestController
final class CallbackController {

    private static final Logger LOG = LoggerFactory.getLogger(CallbackController.class);

    /** A browser follows at once. */
    private static final Duration TICKET = Duration.ofMinutes(1);

    private static final int LONGEST = 2048;

    private final Provider provider;
    private final LoginProperties settings;
    private final Capsules capsules;
    private final OidcSignOn.Addresses addresses;
    private final InstantSource clock;

    CallbackController(
            Provider provider,
            LoginProperties settings,
            Capsules capsules,
            OidcSignOn.Addresses addresses,
            InstantSource clock) {
        this.provider = provider;
        this.settings = settings;
        this.capsules = capsules;
        this.addresses = addresses;
        this.clock = clock;
    }

    @GetMapping(LoginAutoConfiguration.CALLBACK)
    ResponseEntity<String> back(
            @RequestParam(defaultValue = "") String state,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String error) {
        Instant now = clock.instant();
        Optional<Map<String, String>> begun = capsules.open(Purpose.STATE, "", state, now);
        if (begun.isEmpty()) {
            return failed("This log-in was not begun here, or too long ago.");
        }
        if (code == null || code.length() > LONGEST) {
            LOG.info("log-in refused host={} error={}", begun.get().get("host"), plain(error));
            return failed("The log-in provider let nobody in.");
        }
        try {
            return onwards(begun.get(), code, now);
        } catch (LoginException refused) {
            LOG.info(
                    "log-in failed host={} sentence=\"{}\" cause={}",
                    begun.get().get("host"),
                    refused.getMessage(),
                    String.valueOf(refused.getCause()));
            return failed(String.valueOf(refused.getMessage()));
        }
    }

    private ResponseEntity<String> onwards(Map<String, String> begun, String code, Instant now)
            throws LoginException {
        var claims =
                provider.claims(
                        new Provider.Code(
                                code,
                                begun.getOrDefault("verifier", ""),
                                begun.getOrDefault("nonce", ""),
                                addresses.callback()));
        Map<String, String> fields =
                new HashMap<>(Sessions.fields(Sessions.person(claims, settings)));
        fields.put("target", begun.getOrDefault("target", "/"));
        fields.put("begun", begun.getOrDefault("begun", ""));
        String host = begun.getOrDefault("host", "");
        String ticket = capsules.close(Purpose.TICKET, host, fields, now.plus(TICKET));
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(begun.getOrDefault("back", "") + "?ticket=" + ticket))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static ResponseEntity<String> failed(String sentence) {
        return ResponseEntity.badRequest()
                .contentType(MediaType.TEXT_PLAIN)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(sentence + " Open the page that you want once more.\n");
    }

    private static String plain(@Nullable String error) {
        return error != null && error.matches("[a-z_]{1,64}") ? error : "none";
    }
}
