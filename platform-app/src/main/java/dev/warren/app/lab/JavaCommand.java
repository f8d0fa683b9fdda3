package dev.warren.app.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/** Command lines that start this program again in a JVM of its own. */
final class JavaCommand {

    private static final String MAIN = "dev.warren.app.Warren";

    private JavaCommand() {}

    /** The program itself, from the jar or the class path that this JVM runs from. */
    static List<String> warren(List<String> jvmArguments, List<String> arguments) {
        return command(jvmArguments, MAIN, arguments);
    }

    /** The JDK's tool of that name. */
    static Path tool(String name) {
        Path tool = Path.of(System.getProperty("java.home"), "bin", name);
        if (!Files.isExecutable(tool)) {
            throw new LabException(name + ": not in " + tool.getParent() + " (expected: a JDK)");
        }
        return tool;
    }

    private static List<String> command(
            List<String> jvmArguments, String main, List<String> arguments) {
        String classPath = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>(List.of(tool("java").toString()));
        command.addAll(jvmArguments);
        command.addAll(
                isProgram(Path.of(classPath))
                        ? List.of("-jar", Path.of(classPath).toAbsolutePath().toString())
                        : List.of("-cp", absolute(classPath), main));
        command.addAll(arguments);
        return command;
    }

    private static String absolute(String classPath) {
        return String.join(
                ":",
                List.of(classPath.split(":", -1)).stream()
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }

    /** Whether the class path is one runnable jar that knows what it starts. */
    private static boolean isProgram(Path classPath) {
        if (!Files.isRegularFile(classPath)) {
            return false;
        }
        try (JarFile jar = new JarFile(classPath.toFile())) {
            return jar.getManifest() != null
                    && jar.getManifest().getMainAttributes().getValue("Start-Class") != null;
        } catch (IOException e) {
            return false;
        }
    }
}
