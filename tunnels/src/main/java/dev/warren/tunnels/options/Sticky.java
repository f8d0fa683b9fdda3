package dev.warren.tunnels.options;

/** Whether a cookie brings visitors back to the same tunnel of a group. */
public record Sticky(boolean on) implements Toggle {

    static final OptionWord WORD = OptionWord.toggle("sticky", Sticky::new);
}
