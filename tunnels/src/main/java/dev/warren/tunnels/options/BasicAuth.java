package dev.warren.tunnels.options;

import java.util.List;
import java.util.Optional;

/**
 * Who may log in with a name and a password. None: nobody.
 *
 * @param logins hashes of {@code name:password}
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7617">RFC 7617</a>
 */
public record BasicAuth(List<SecretHash> logins) implements TunnelOption {

    private static final int LONGEST = 200;

    static final OptionWord WORD =
            OptionWord.guard(
                    "basic-auth",
                    "name:password, at most " + LONGEST + " characters",
                    BasicAuth::read,
                    new BasicAuth(List.of()));

    public BasicAuth {
        logins = List.copyOf(logins);
    }

    /**
     * @param login {@code name:password}
     */
    public boolean admits(String login) {
        return SecretHash.matchesAny(logins, login);
    }

    private static Optional<BasicAuth> read(String value) {
        return value.indexOf(':') > 0
                        && value.length() <= LONGEST
                        && value.chars().noneMatch(Character::isISOControl)
                ? Optional.of(new BasicAuth(List.of(SecretHash.of(value))))
                : Optional.empty();
    }

    @Override
    public TunnelOption after(TunnelOption before) {
        return new BasicAuth(Lists.joined(((BasicAuth) before).logins, logins));
    }
}
