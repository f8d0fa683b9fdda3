package dev.warren.app.lab;

/**
 * An option of an experiment, {@code --name=value} or, without a default, the flag {@code --name}.
 *
 * @param name without the dashes
 * @param fallback the value when it is not given; empty for flags
 * @param explanation one line for the list
 */
public record Option(String name, String fallback, String explanation) {

    public static Option flag(String name, String explanation) {
        return new Option(name, "", explanation);
    }
}
