package dev.warren.app.start;

import dev.warren.registry.RegistryTool;
import java.util.List;

/** The program that looks at a registry which does not run. */
public final class RegistryProgram {

    private RegistryProgram() {}

    /** Ends the process, with status 1 when something is wrong. */
    public static void main(String... args) {
        System.exit(RegistryTool.run(List.of(args), System.out, System.err));
    }
}
