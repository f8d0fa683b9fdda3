package dev.warren.app;

import dev.warren.app.bench.Benches;
import dev.warren.app.conformance.Conformance;
import dev.warren.app.drill.Drills;
import dev.warren.app.start.FeedsProgram;
import dev.warren.app.start.RegistryProgram;
import dev.warren.app.start.SettingsCheck;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The program's entry: the server, or a drill, a benchmark or a tool when the first argument says
 * so.
 */
@SpringBootApplication
public class Warren {

    private Warren() {}

    /** Runs what {@code args} ask for; a start that fails ends the process with status 1. */
    public static void main(String[] args) throws Exception {
        switch (args.length == 0 ? "" : args[0]) {
            case "drill" -> Drills.main(rest(args));
            case "bench" -> Benches.main(rest(args));
            case "conformance" -> Conformance.main(rest(args));
            case "feeds" -> FeedsProgram.main(rest(args));
            case "registry" -> RegistryProgram.main(rest(args));
            default -> serve(args);
        }
    }

    private static String[] rest(String[] args) {
        return Arrays.copyOfRange(args, 1, args.length);
    }

    private static void serve(String[] args) {
        SpringApplication application = new SpringApplication(Warren.class);
        application.addInitializers(new SettingsCheck());
        try {
            application.run(args);
        } catch (Throwable e) {
            // Spring has reported it; threads of parts that did start must not keep the process
            System.exit(1);
        }
    }
}
