package dev.warren.app.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start script, in a project folder of its own with a JDK and a Maven that only write down. */
class WarrenScriptTest {

    private static final List<String> TOOLS =
            List.of(
                    "awk",
                    "bash",
                    "cat",
                    "dirname",
                    "find",
                    "grep",
                    "head",
                    "mkdir",
                    "readlink",
                    "sysctl");

    private static final String JAVA = "#!/bin/sh\necho \"java $*\"\n";

    @TempDir private Path folder;

    private Path project;
    private Path tools;
    private Path jdk;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void layOut() throws IOException {
        folder = folder.toRealPath();
        project = Files.createDirectories(folder.resolve("project"));
        tools = Files.createDirectories(folder.resolve("tools"));
        Files.copy(
                Path.of("..", "warren"),
                project.resolve("warren"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(project.resolve("edge/src/main/java"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        for (String tool : TOOLS) {
            tool(tool);
        }
        jdk = jdk("jdk-25", "25.0.3");
        environment.put("PATH", tools.toString());
        environment.put("HOME", folder.toString());
        environment.put("JAVA_HOME", jdk.toString());
    }

    @Test
    void prefersANewEnoughJdkToAnOlderOneOnThePath() throws Exception {
        Path old = jdk("jdk-17", "17.0.15");
        environment.put("PATH", old.resolve("bin") + ":" + tools);
        environment.put("JAVA_HOME", old.toString());
        environment.put("JAVA25_HOME", jdk.toString());

        assertThat(run("jdk")).isEqualTo(new Ended(0, jdk + "\n"));
    }

    @Test
    void findsAJdkInTheUsualFoldersOfTheHome() throws Exception {
        environment.remove("JAVA_HOME");
        Path old = jdk("old", "17.0.15");
        environment.put("PATH", old.resolve("bin") + ":" + tools);
        Path downloaded = jdk(".jdks/temurin-25.0.1", "25.0.1");

        Ended ended = run("jdk");

        // a machine's own JDK 25 may come first
        assertThat(ended.status()).isZero();
        assertThat(ended.output().strip())
                .matches(home -> home.equals(downloaded.toString()) || isRealJdk25(home));
    }

    @Test
    void passesSettingsAndMemoryOn() throws Exception {
        jar(Instant.now());
        environment.put("WARREN_HEAP", "300m");
        environment.put("WARREN_DIRECT", "96m");
        environment.put("WARREN_JAVA_OPTS", "-Da=1 -Db=2");

        Ended ended = run("run", "--warren.ssh.port=0", "--warren.domain=a b");

        assertThat(ended.status()).isZero();
        assertThat(ended.output())
                .startsWith("java ")
                .contains("@" + project + "/platform-app/src/main/resources/jvm.options ")
                .contains("-Xmx300m", "-XX:MaxDirectMemorySize=96m")
                .contains("-Dio.netty.maxDirectMemory=100663296")
                .contains("-Da=1 -Db=2 -jar " + project + "/platform-app/target/warren.jar")
                .endsWith("--warren.ssh.port=0 --warren.domain=a b\n");
    }

    @Test
    void computesMemoryFromTheMachine() throws Exception {
        jar(Instant.now());

        assertThat(run("run").output())
                .containsPattern("-Xmx(25[6-9]|2[6-9]\\d|[3-9]\\d\\d|10[0-2]\\d)m ")
                .containsPattern("-XX:MaxDirectMemorySize=(1[6-9]\\d|[2-5]\\d\\d)m ");
    }

    @Test
    void refusesASizeThatIsNone() throws Exception {
        jar(Instant.now());
        environment.put("WARREN_DIRECT", "plenty");

        assertThat(run("run"))
                .isEqualTo(
                        new Ended(
                                1,
                                "warren: WARREN_DIRECT: plenty (expected: a size like 96m or 1g)\n"));
    }

    @Test
    void buildsWhenSourcesAreNewer() throws Exception {
        maven("echo mvn \"$*\" >> $0.calls; touch platform-app/target/warren.jar\n");
        tool("touch");
        jar(Instant.EPOCH);

        Ended first = run("run");
        Ended second = run("run");

        assertThat(first.output()).startsWith("warren: building").contains("java ");
        assertThat(second.output()).startsWith("java ");
        assertThat(Files.readAllLines(tools.resolve("mvn.calls")))
                .containsExactly("mvn -B -q -o -DskipTests -Dspotless.check.skip=true package");
    }

    @Test
    void goesOnlineOnlyWhenDependenciesAreMissing() throws Exception {
        maven(
                """
                echo mvn "$*" >> $0.calls
                case "$*" in
                    *-o*) echo '[ERROR] Cannot access central in offline mode'; exit 1 ;;
                esac
                """);

        Ended ended = run("run");

        assertThat(ended.output()).contains("warren: fetching dependencies, once");
        assertThat(Files.readAllLines(tools.resolve("mvn.calls"))).hasSize(2);
    }

    @Test
    void showsTheFirstErrorsOfABrokenBuild() throws Exception {
        maven("echo noise; echo '[ERROR] Bad.java:[3,1] not a statement'; exit 1\n");

        Ended ended = run("run");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output())
                .contains("[ERROR] Bad.java:[3,1] not a statement", "the build failed")
                .doesNotContain("noise")
                .doesNotContain("java -XX");
        assertThat(project.resolve("target/warren-build.log")).content().contains("noise");
    }

    @Test
    void saysWhatToInstallWithoutMaven() throws Exception {
        Ended ended = run("test");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output())
                .isEqualTo(
                        "warren: no Maven found: install it (apt-get install maven, brew install maven)\n");
    }

    @Test
    void testIsVerifyAndPassesItsStatusOn() throws Exception {
        maven("echo \"mvn $*\"; exit 7\n");

        assertThat(run("test", "-Dclients.required=true"))
                .isEqualTo(new Ended(7, "mvn -B -T 2 verify -Dclients.required=true\n"));
    }

    @Test
    void testEndsWithWhatFailedInThisRun() throws Exception {
        Path reports = Files.createDirectories(project.resolve("edge/target/surefire-reports"));
        Path before = Files.writeString(reports.resolve("a.txt"), "a <<< FAILURE!\n");
        Files.setLastModifiedTime(before, FileTime.from(Instant.now().minusSeconds(60)));
        maven(
                """
                echo built
                /bin/sleep 0.1 # file systems tell the time in steps
                echo 'b <<< ERROR!' > edge/target/surefire-reports/b.txt
                echo fine > edge/target/surefire-reports/c.txt
                exit 1
                """);

        assertThat(run("test")).isEqualTo(new Ended(1, "built\nb <<< ERROR!\n"));
    }

    @Test
    void drillsAndBenchmarksRunFromTheSameJar() throws Exception {
        jar(Instant.now());

        assertThat(run("drill", "slow-readers").output())
                .endsWith("/platform-app/target/warren.jar drill slow-readers\n");
        assertThat(run("bench").output()).endsWith("/platform-app/target/warren.jar bench\n");
    }

    @Test
    void unknownCommandEndsWithTwo() throws Exception {
        Ended ended = run("rnu");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.output()).startsWith("warren: rnu: no such command (expected: run, test,");
        assertThat(run("help").output()).contains("run ", "test ", "drill ", "bench ");
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        program(home.resolve("bin/java"), JAVA);
        program(home.resolve("bin/javac"), JAVA);
        return home;
    }

    private static boolean isRealJdk25(String home) {
        try {
            return Files.readString(Path.of(home, "release")).contains("JAVA_VERSION=\"25");
        } catch (IOException e) {
            return false;
        }
    }

    private void maven(String script) throws IOException {
        program(tools.resolve("mvn"), "#!/bin/sh\n" + script);
    }

    /** Puts a program of the machine on the test's short PATH. */
    private void tool(String name) throws IOException {
        for (String place : List.of("/usr/bin", "/bin", "/usr/sbin")) {
            Path program = Path.of(place, name);
            if (Files.exists(program)) {
                program(tools.resolve(name), "#!/bin/sh\nexec %s \"$@\"\n".formatted(program));
            }
        }
    }

    private void jar(Instant time) throws IOException {
        Path jar = project.resolve("platform-app/target/warren.jar");
        Files.createDirectories(jar.getParent());
        Files.writeString(jar, "a jar");
        Files.setLastModifiedTime(jar, FileTime.from(time.plusSeconds(1)));
    }

    private static void program(Path file, String script) throws IOException {
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Ended run(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("/bin/bash", project.resolve("warren").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Path output = folder.resolve("output");
        Process process = builder.redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(output));
    }

    private record Ended(int status, String output) {}
}
