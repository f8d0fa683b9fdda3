package dev.warren.tunnels.options;

/** Whether somebody who comes with a browser for the first time is told where he is. */
public record Interstitial(boolean on) implements Toggle {

    static final OptionWord WORD = OptionWord.toggle("interstitial", Interstitial::new);
}
