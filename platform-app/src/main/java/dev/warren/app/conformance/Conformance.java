package dev.warren.app.conformance;

import dev.warren.app.lab.Experiments;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What {@code warren conformance} runs. */
public final class Conformance {

    private static final int MISUSED = 2;
    private static final String USAGE =
            """
            warren conformance BINARY [--out=DIRECTORY]

            BINARY is the conformance suite of the OCI distribution specification, which is built with
            Go from https://github.com/opencontainers/distribution-spec: cd conformance && go build .
            """;

    private Conformance() {}

    /** Runs the suite that the first argument names, and exits. */
    public static void main(String[] args) {
        if (args.length == 0 || args[0].startsWith("-")) {
            System.out.print(USAGE);
            System.exit(args.length == 0 ? MISUSED : 0);
        }
        List<String> words =
                new ArrayList<>(List.of(OciSuite.NAME, "--" + OciSuite.BINARY + "=" + args[0]));
        words.addAll(Arrays.asList(args).subList(1, args.length));
        Experiments suites =
                new Experiments(
                        "conformance", List.of(new OciSuite()), System.out, InstantSource.system());
        System.exit(suites.run(words.toArray(String[]::new)));
    }
}
