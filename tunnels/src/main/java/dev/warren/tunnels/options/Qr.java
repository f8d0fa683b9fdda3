package dev.warren.tunnels.options;

/** Whether the session shows the address of a web tunnel as a QR code, for phones. */
public record Qr(boolean on) implements Toggle {

    static final OptionWord WORD = OptionWord.toggle("qr", Qr::new);
}
