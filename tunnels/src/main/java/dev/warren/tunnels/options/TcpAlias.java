package dev.warren.tunnels.options;

/** Whether every forward becomes a private alias. */
public record TcpAlias(boolean on) implements Toggle {

    static final OptionWord WORD = OptionWord.toggle("tcp-alias", TcpAlias::new);

    @Override
    public boolean isForWholeConnection() {
        return true;
    }
}
