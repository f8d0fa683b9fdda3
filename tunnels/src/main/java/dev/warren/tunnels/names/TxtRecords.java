package dev.warren.tunnels.names;

import java.util.Set;

/** Asks the name system for texts. */
interface TxtRecords {

    /** What came of asking. */
    sealed interface Answer {

        /** The texts of a name; none when there is no such name. */
        record Texts(Set<String> texts) implements Answer {}

        /** Nobody answered, or not in a way that says anything. */
        record Silence() implements Answer {}
    }

    /** Blocks for as long as the name servers take, which is bounded. */
    Answer of(String name);
}
