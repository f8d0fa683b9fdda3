package dev.warren.tunnels.options;

/** Whether the beginnings of requests and answers are kept, to be looked at. */
public record Inspect(boolean on) implements Toggle {

    static final OptionWord WORD = OptionWord.toggle("inspect", Inspect::new);
}
