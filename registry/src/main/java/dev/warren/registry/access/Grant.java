package dev.warren.registry.access;

import dev.warren.registry.oci.RepositoryName;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a token is good for.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/scope/">Docker registry token
 *     scope</a>
 */
public record Grant(RepositoryName repository, Set<Action> actions) {

    private static final String TYPE = "repository";

    public Grant {
        actions = Set.copyOf(actions);
    }

    /**
     * What {@code scope} asks for, such as {@code repository:alice/app:pull,push}; empty when that
     * is nothing of ours.
     */
    public static Optional<Grant> parse(String scope) {
        int first = scope.indexOf(':');
        int last = scope.lastIndexOf(':');
        if (first < 0 || last == first || !scope.substring(0, first).equals(TYPE)) {
            return Optional.empty();
        }
        Set<Action> actions = EnumSet.noneOf(Action.class);
        for (String word : scope.substring(last + 1).split(",")) {
            if (word.equals("*")) {
                actions.addAll(Arrays.asList(Action.values()));
            }
            Action.of(word).ifPresent(actions::add);
        }
        return RepositoryName.parse(scope.substring(first + 1, last))
                .map(name -> new Grant(name, actions));
    }

    /** The scope that is asked for when a request lacks it. */
    public static String scope(String repository, Action action) {
        // who pushes reads too, and a client asks for a token once
        String actions = action == Action.PUSH ? "pull,push" : action.word();
        return TYPE + ":" + repository + ":" + actions;
    }
}
