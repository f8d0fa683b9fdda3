package dev.warren.tunnels.events;

import dev.warren.core.people.Account;
import dev.warren.core.people.People;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * The latest events of one's own tunnels for feed readers, which log in with an API token as the
 * password of Basic authentication; the user's name is not looked at.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7617">RFC 7617</a>
 */
@RestController
class EventsFeed {

    private static final String BASIC = "basic ";
    private static final int LONGEST_HEADER = 1024;
    private static final int MOST = 100;

    private final EventRing ring;
    private final People people;
    private final Atom atom;

    EventsFeed(EventRing ring, People people, Atom atom) {
        this.ring = ring;
        this.people = people;
        this.atom = atom;
    }

    @GetMapping(path = "/tunnels/events.atom", produces = "application/atom+xml;charset=utf-8")
    ResponseEntity<String> feed(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
                    @Nullable String authorization) {
        Optional<Account> reader =
                password(authorization)
                        .flatMap(people::authenticateToken)
                        .filter(account -> !account.suspended());
        if (reader.isEmpty()) {
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Warren API token\"")
                    .build();
        }
        String name = reader.get().name().value();
        List<TunnelEvent> events = ring.latest(Optional.of(name), MOST);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(atom.feed(name, events.reversed()));
    }

    private static Optional<String> password(@Nullable String authorization) {
        if (authorization == null
                || authorization.length() > LONGEST_HEADER
                || !authorization.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            return Optional.empty();
        }
        try {
            byte[] both = Base64.getDecoder().decode(authorization.substring(BASIC.length()));
            String text = new String(both, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
