package dev.warren.tunnels.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.warren.tunnels.policy.Person;
import java.net.URLEncoder;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who somebody is, as claims of an ID token and as fields of a capsule. */
final class Sessions {

    private static final int LONGEST = 254;

    /** So many bytes of groups, as a capsule writes them: all of it has to fit into a cookie. */
    private static final int MOST_GROUPS = 1500;

    private Sessions() {}

    /**
     * What counts of an ID token.
     *
     * @throws LoginException when it names nobody
     */
    static Person person(JWTClaimsSet claims, LoginProperties settings) throws LoginException {
        try {
            String name = claims.getStringClaim("preferred_username");
            String user = isPlain(name) ? name : claims.getSubject();
            String email = claims.getStringClaim("email");
            boolean proved =
                    !settings.requireVerifiedEmail()
                            || Boolean.TRUE.equals(claims.getBooleanClaim("email_verified"));
            if (!isPlain(user)) {
                throw new LoginException("The log-in provider names nobody.");
            }
            return new Person(
                    user,
                    proved && isPlain(email) ? email : "",
                    groups(claims.getClaim(settings.groupsClaim())));
        } catch (ParseException other) {
            throw new LoginException("The ID token has claims of another form.", other);
        }
    }

    private static List<String> groups(@Nullable Object claim) {
        List<String> groups = new ArrayList<>();
        int length = 0;
        if (claim instanceof List<?> all) {
            for (Object one : all) {
                String group = String.valueOf(one);
                int more = URLEncoder.encode(group + ",", UTF_8).length();
                if (isPlain(group) && group.indexOf(',') < 0 && length + more <= MOST_GROUPS) {
                    groups.add(group);
                    length += more;
                }
            }
        }
        return groups;
    }

    private static boolean isPlain(@Nullable String text) {
        return text != null
                && !text.isEmpty()
                && text.length() <= LONGEST
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    static Map<String, String> fields(Person person) {
        return Map.of(
                "user",
                person.user(),
                "email",
                person.email(),
                "groups",
                String.join(",", person.groups()));
    }

    static Person person(Map<String, String> fields) {
        String groups = fields.getOrDefault("groups", "");
        return new Person(
                fields.getOrDefault("user", ""),
                fields.getOrDefault("email", ""),
                groups.isEmpty() ? List.of() : Arrays.asList(groups.split(",", -1)));
    }
}
