package dev.warren.tunnels.options;

/** Whether requests that came over plain HTTP are sent to the same address over HTTPS. */
public record ForceHttps(boolean on) implements Toggle {

    static final OptionWord WORD = OptionWord.toggle("force-https", ForceHttps::new);

    /** What is said when there is nothing that visitors could be sent to. */
    static final String IDLE = "force-https: HTTPS is off on this server, so it does nothing";
}
