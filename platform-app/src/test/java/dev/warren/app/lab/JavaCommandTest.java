package dev.warren.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaCommandTest {

    private static final Path FILE = Path.of("src/main/resources/jvm.options");

    @Test
    void theOptionsOfDrillsAreThoseOfTheScript() {
        List<String> options = JavaCommand.productionOptions();

        assertThat(options).contains("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");
        assertThat(options).allMatch(option -> option.startsWith("-"));
        assertThat(FILE).content().contains(options);
    }

    @Test
    void aJvmTakesTheOptionsAsAFile() throws Exception {
        Process java =
                new ProcessBuilder(JavaCommand.tool("java").toString(), "@" + FILE, "--version")
                        .redirectErrorStream(true)
                        .start();

        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(java.waitFor()).as(said).isZero();
        assertThat(said).doesNotContain("warning", "deprecated");
    }
}
