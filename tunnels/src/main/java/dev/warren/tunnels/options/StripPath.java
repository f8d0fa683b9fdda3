package dev.warren.tunnels.options;

/** Whether the path that a forward is bound to is taken off before the backend sees it. */
public record StripPath(boolean on) implements Toggle {

    static final OptionWord WORD = OptionWord.toggle("strip-path", StripPath::new);
}
