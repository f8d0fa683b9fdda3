package dev.warren.tunnels.options;

/** Whether the connection is closed once no forward is left. */
public record AutoClose(boolean on) implements Toggle {

    static final OptionWord WORD = OptionWord.toggle("auto-close", AutoClose::new);

    @Override
    public boolean isForWholeConnection() {
        return true;
    }
}
