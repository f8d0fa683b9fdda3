package dev.warren.edge.http.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.proxy.Program;
import dev.warren.edge.net.FrontDoor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The platform behind TLS, where the kernel cannot send its files. */
class PlatformTlsIT {

    private static final int SIZE = 3_000_000;

    @TempDir static Path directory;

    private static ConfigurableApplicationContext application;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        byte[] bytes = new byte[SIZE];
        for (int i = 0; i < SIZE; i++) {
            bytes[i] = (byte) (i * 7 + (i >> 9));
        }
        Files.createDirectories(directory.resolve("data"));
        Files.write(directory.resolve("data/blob"), bytes);
        application =
                new SpringApplicationBuilder(PlatformIT.Application.class)
                        .run(
                                "--warren.data-dir=" + directory.resolve("data"),
                                "--warren.http.port=0",
                                "--warren.https.port=0",
                                "--warren.memory.floor=48MB",
                                "--warren.http.drain=1s");
        port =
                application.getBeansOfType(FrontDoor.class).values().stream()
                        .filter(door -> door.name().equals("https"))
                        .findFirst()
                        .orElseThrow()
                        .address()
                        .orElseThrow()
                        .getPort();
    }

    @AfterAll
    static void stop() {
        MemoryBudget budget = application.getBean("httpBudget", MemoryBudget.class);
        application.close();
        Awaitility.await()
                .atMost(Duration.ofSeconds(3))
                .untilAsserted(() -> assertThat(budget.used()).isZero());
    }

    private static byte[] fetch(String... options) throws IOException {
        Program.require("curl");
        Path out = Files.createTempFile(directory, "fetched", "");
        String[] command = new String[options.length + 5];
        command[0] = "curl";
        command[1] = "-sSk";
        command[2] = "-o";
        command[3] = out.toString();
        command[4] =
                "https://localhost:%d/file?name=%s".formatted(port, directory.resolve("data/blob"));
        System.arraycopy(options, 0, command, 5, options.length);
        assertThat(Program.run(command)).isEqualTo(new Program.Result(0, ""));
        return Files.readAllBytes(out);
    }

    @Test
    void sendsFilesWholeAndInPart() throws IOException {
        byte[] whole = Files.readAllBytes(directory.resolve("data/blob"));

        assertThat(fetch("--http1.1")).isEqualTo(whole);
        assertThat(fetch("--http1.1", "-r", "1000000-2999999"))
                .isEqualTo(java.util.Arrays.copyOfRange(whole, 1_000_000, SIZE));
        assertThat(fetch("--http2")).isEqualTo(whole);
        assertThat(fetch("--http2", "-r", "1000000-2999999"))
                .isEqualTo(java.util.Arrays.copyOfRange(whole, 1_000_000, SIZE));
        assertThat(fetch("--http1.1", "-r", "5-5")).containsExactly(whole[5]);
    }

    @Test
    void tellsTheControlPlaneOfTheEncryption() {
        Program.require("curl");

        assertThat(Program.run("curl", "-sSk", "https://localhost:" + port + "/who").output())
                .contains(" https://localhost:" + port + "/who ");
    }
}
