package dev.warren.tunnels.options;

/** Whether requests that came over plain HTTP are sent to the same address over HTTPS. */
public record ForceHttps(boolean on) implements Toggle {

    static final OptionWord WORD = OptionWord.toggle("force-https", ForceHttps::new);
}
