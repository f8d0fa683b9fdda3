package dev.warren.registry.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real S3-compatible server, as a program of its own with one bucket in a folder. */
public final class S3Program implements AutoCloseable {

    static final String BUCKET = "blobs";
    static final String ACCESS_KEY = "local";
    static final String SECRET_KEY = "not-a-secret";

    private static final Duration START = Duration.ofMinutes(1);

    private final Process process;
    private final int port;

    private S3Program(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static S3Program start(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("data").resolve(BUCKET));
        int port = freePort();
        Path settings = folder.resolve("s3proxy.properties");
        Files.writeString(
                settings,
                """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """
                        .formatted(port, ACCESS_KEY, SECRET_KEY, folder.resolve("data")));
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:TieredStopAtLevel=1",
                                        "-XX:+UseSerialGC",
                                        "-Xmx192m",
                                        "-cp",
                                        Path.of("target/programs/s3proxy.jar")
                                                .toAbsolutePath()
                                                .toString(),
                                        "org.gaul.s3proxy.Main",
                                        "--properties",
                                        settings.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("s3proxy.log").toFile())
                        .start();
        await().atMost(START).until(() -> !process.isAlive() || answers(port));
        return new S3Program(process, port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static boolean answers(int port) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
