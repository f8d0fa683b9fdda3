package dev.warren.tunnels.policy;

import java.util.List;

/**
 * A visitor as a log-in provider knows them. All texts are visible ASCII.
 *
 * @param user what they are called there
 * @param email proved by the provider, or empty
 * @param groups as the provider names them
 */
public record Person(String user, String email, List<String> groups) {

    public Person {
        groups = List.copyOf(groups);
    }
}
