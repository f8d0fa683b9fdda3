package dev.warren.app.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;

/** Command lines that start this program again in a JVM of its own. */
public final class JavaCommand {

    private static final String MAIN = "dev.warren.app.Warren";

    private JavaCommand() {}

    /** The program itself, from the jar or the class path that this JVM runs from. */
    static List<String> warren(List<String> jvmArguments, List<String> arguments) {
        return command(jvmArguments, MAIN, arguments);
    }

    /**
     * The JVM's options that hold wherever Warren runs, from the file that {@code ./warren} gives
     * it.
     */
    static List<String> productionOptions() {
        try (InputStream file = JavaCommand.class.getResourceAsStream("/jvm.options")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new LabException("jvm.options: not readable in this program", e);
        }
    }

    /** The JDK's tool of that name. */
    public static Path tool(String name) {
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
