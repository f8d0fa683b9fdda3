package dev.warren.tunnels.options;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who is let in of those that the server's log-in provider knows. None: nobody.
 *
 * @param rules e-mail addresses, {@code *@domain}, {@code group:name}, or {@code *} for everybody
 */
public record Login(List<String> rules) implements TunnelOption {

    private static final int MOST = 64;
    private static final String ANYBODY = "*";
    private static final String GROUP = "group:";
    private static final Pattern FORM =
            Pattern.compile(
                    "\\*|(?:\\*|[!-~&&[^@*,]]{1,64})@[A-Za-z0-9.-]{1,190}|group:[!-~&&[^,]]{1,100}");

    /** A server that has a provider, or not. */
    static OptionWord word(boolean isKnown) {
        return OptionWord.guard(
                        "login",
                        "up to 64 of ann@example.org, *@example.org, group:staff or *, with commas"
                                + " between",
                        Login::read,
                        new Login(List.of()))
                .unless(isKnown, "this server has no log-in provider");
    }

    public Login {
        rules = List.copyOf(rules);
    }

    /**
     * Whether somebody is let in.
     *
     * @param email proved by the provider, empty when it proved none
     * @param groups as the provider names them
     */
    public boolean admits(String email, Collection<String> groups) {
        return rules.stream().anyMatch(rule -> fits(rule, email, groups));
    }

    private static boolean fits(String rule, String email, Collection<String> groups) {
        if (rule.startsWith(GROUP)) {
            return groups.contains(rule.substring(GROUP.length()));
        }
        if (rule.startsWith("*@")) {
            int at = email.lastIndexOf('@');
            return at > 0 && email.substring(at).equalsIgnoreCase(rule.substring(1));
        }
        return rule.equals(ANYBODY) || !email.isEmpty() && rule.equalsIgnoreCase(email);
    }

    private static Optional<Login> read(String value) {
        List<String> rules = Arrays.stream(value.split(",", MOST + 1)).map(Login::plain).toList();
        return rules.size() <= MOST && rules.stream().allMatch(rule -> FORM.matcher(rule).matches())
                ? Optional.of(new Login(rules))
                : Optional.empty();
    }

    /** Addresses are the same in any case; groups are not. */
    private static String plain(String rule) {
        return rule.startsWith(GROUP) ? rule : rule.toLowerCase(Locale.ROOT);
    }

    @Override
    public TunnelOption after(TunnelOption before) {
        return new Login(Lists.joined(((Login) before).rules, rules));
    }
}
