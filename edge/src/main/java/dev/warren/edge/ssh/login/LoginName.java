package dev.warren.edge.ssh.login;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The SSH user name, taken apart: {@code alice+invite=CODE+inspect=on} is the name {@code alice},
 * the invite code, and the option {@code inspect=on}.
 *
 * @param name what is before the first {@code +}
 * @param options the other words in order, without the invite code; never logged
 */
public record LoginName(String name, List<String> options, Optional<String> inviteCode) {

    private static final int MAX_LENGTH = 1024;
    private static final int MAX_OPTIONS = 32;
    private static final String INVITE = "invite=";

    public LoginName {
        options = List.copyOf(options);
    }

    /** Empty when the name is too long, has too many options, or contains control characters. */
    public static Optional<LoginName> parse(String userName) {
        if (userName.length() > MAX_LENGTH || userName.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        String[] words = userName.split("\\+", MAX_OPTIONS + 2);
        if (words.length > MAX_OPTIONS + 1) {
            return Optional.empty();
        }
        List<String> options = new ArrayList<>();
        Optional<String> invite = Optional.empty();
        for (int i = 1; i < words.length; i++) {
            if (words[i].startsWith(INVITE)) {
                invite = Optional.of(words[i].substring(INVITE.length()));
            } else if (!words[i].isEmpty()) {
                options.add(words[i]);
            }
        }
        return Optional.of(new LoginName(words[0], options, invite));
    }
}
