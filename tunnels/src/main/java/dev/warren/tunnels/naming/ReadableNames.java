package dev.warren.tunnels.naming;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Names for tunnels whose user chose none: an adjective and a noun that are easy to say and to
 * type, such as {@code brisk-otter}. They are not secrets. Stateless but for its random source.
 */
public final class ReadableNames {

    private static final List<String> ADJECTIVES =
            List.of(
                    "amber", "ample", "bold", "brave", "breezy", "bright", "brisk", "calm",
                    "candid", "cheery", "clever", "cosy", "crisp", "curious", "dapper", "deft",
                    "eager", "early", "fabled", "fair", "fleet", "fond", "frosty", "gentle", "glad",
                    "golden", "grand", "happy", "hardy", "hazel", "honest", "jolly", "keen", "kind",
                    "lively", "lucid", "lucky", "mellow", "merry", "misty", "neat", "nimble",
                    "noble", "olive", "patient", "plucky", "polite", "proud", "quick", "quiet",
                    "rapid", "ready", "rosy", "silver", "smart", "snug", "spry", "steady", "sunny",
                    "swift", "tidy", "vivid", "warm", "witty");

    private static final List<String> NOUNS =
            List.of(
                    "acorn", "alder", "badger", "basin", "beaver", "birch", "bison", "bramble",
                    "brook", "burrow", "canyon", "cedar", "clover", "comet", "coral", "crane",
                    "delta", "dune", "falcon", "fern", "finch", "fjord", "forest", "fox", "gecko",
                    "glade", "harbor", "hare", "harvest", "heron", "hill", "island", "jay",
                    "lagoon", "lantern", "lark", "lynx", "maple", "marmot", "marsh", "meadow",
                    "mole", "moss", "newt", "oak", "orchard", "otter", "owl", "pebble", "pine",
                    "prairie", "puffin", "quail", "rabbit", "raven", "ridge", "river", "robin",
                    "spruce", "stork", "thistle", "vole", "willow", "wren");

    private final RandomGenerator random;

    public ReadableNames(RandomGenerator random) {
        this.random = random;
    }

    /**
     * A name that was drawn just now.
     *
     * @param crowded whether plain names were found taken: a number of four digits is added
     */
    public String next(boolean crowded) {
        String name = any(ADJECTIVES) + "-" + any(NOUNS);
        return crowded ? name + "-" + random.nextInt(1_000, 10_000) : name;
    }

    private String any(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
