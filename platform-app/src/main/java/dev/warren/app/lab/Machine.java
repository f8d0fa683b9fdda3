package dev.warren.app.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run was made with: figures without it say nothing. */
public final class Machine {

    private Machine() {}

    /** The machine's kind (never its name) and the versions of the programs that are installed. */
    public static Map<String, String> facts(Workspace workspace) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("processors", Runtime.getRuntime().availableProcessors() + " × " + processor());
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        version(workspace, facts, "ssh", "-V");
        version(workspace, facts, "nginx", "-v");
        version(workspace, facts, "wrk", "-v");
        version(workspace, facts, "docker-registry", "--version");
        return facts;
    }

    private static void version(
            Workspace workspace, Map<String, String> facts, String program, String option) {
        facts.put(
                program,
                Programs.find(program)
                        .map(path ->
                                Programs.firstLine(
                                        workspace,
                                        program + "-version",
                                        List.of(path.toString(), option)))
                        .orElse("not installed"));
    }

    private static String processor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
