package dev.warren.tunnels.options;

/** Whether answers are compressed on their way to visitors who take them so. */
public record Compress(boolean on) implements Toggle {

    static final OptionWord WORD = OptionWord.toggle("compress", Compress::new);
}
