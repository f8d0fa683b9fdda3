package dev.warren.tunnels.options;

/**
 * Whether the questions that browsers ask before a request to another origin reach the backend
 * without a log-in, which browsers never send with them.
 */
public record Cors(boolean on) implements Toggle {

    static final OptionWord WORD = OptionWord.toggle("cors", Cors::new);
}
