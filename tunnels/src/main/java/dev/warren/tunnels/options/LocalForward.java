package dev.warren.tunnels.options;

/** Whether the connection stays open though it forwards nothing to itself. */
public record LocalForward(boolean on) implements Toggle {

    static final OptionWord WORD = OptionWord.toggle("local-forward", LocalForward::new);

    @Override
    public boolean isForWholeConnection() {
        return true;
    }
}
