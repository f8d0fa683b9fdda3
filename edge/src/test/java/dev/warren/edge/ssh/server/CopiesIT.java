package dev.warren.edge.ssh.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.edge.ssh.DroppedFile;
import dev.warren.edge.ssh.FileDrop;
import dev.warren.edge.ssh.FileFolder;
import dev.warren.edge.ssh.SshConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copying files in with OpenSSH's scp, by its old and new protocol, and with sftp. */
class CopiesIT {

    private static final String OLD = "-O";
    private static final String NEW = "-s";

    @TempDir Path folder;
    private final Box box = new Box("box");
    private final Shelf shelf = new Shelf();
    private DoorRig door;
    private Clients clients;
    private Path key;

    @BeforeEach
    void open() throws IOException {
        Clients.require("scp", "sftp", "ssh-keygen");
        door = DoorRig.with().drops(_ -> List.of(box, shelf)).start(folder);
        clients = new Clients(folder, door.port());
        key = clients.key("id");
        door.people.add("alice", Clients.publicKey(key));
    }

    @AfterEach
    void close() {
        door.close();
        assertThat(door.budget.used()).isZero();
    }

    private Clients.Result scp(String protocol, Path file, String target) {
        List<String> command = new ArrayList<>(List.of("scp", protocol));
        command.addAll(clients.options(key));
        command.addAll(
                List.of("-P", "" + door.port(), file.toString(), "alice@127.0.0.1:" + target));
        return clients.run(command);
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void takesAFile(String protocol) throws IOException {
        String content = "x".repeat(100_000) + "\n";

        var result = scp(protocol, file("daily.txt", content), "box/");

        assertThat(result.err()).isEqualTo("daily.txt: 100001 bytes\n");
        assertThat(result.status()).isZero();
        assertThat(box.files).containsExactly(Map.entry("daily.txt", content));
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void takesAnEmptyFileUnderAnotherName(String protocol) throws IOException {
        var result = scp(protocol, file("empty", ""), "/box/other");

        assertThat(result.status()).isZero();
        assertThat(box.files).containsExactly(Map.entry("other", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void saysWhatIsWrongWithAFileByLine(String protocol) throws IOException {
        var result = scp(protocol, file("bad.txt", "bad"), "box/");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("bad.txt:1: this is bad");
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void refusesFileThatIsTooLarge(String protocol) throws IOException {
        var result = scp(protocol, file("large", "x".repeat(200_001)), "box/");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("expected: at most 200000 bytes in box/");
        assertThat(box.files).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere/", "../etc/", "box/../../etc/x", "box/a/b", "/etc/passwd"})
    void refusesEveryOtherPlace(String target) throws IOException {
        Path file = file("a.txt", "a");

        assertThat(scp(OLD, file, target).err()).startsWith("scp: ");
        assertThat(scp(OLD, file, target).status()).isEqualTo(1);
        assertThat(scp(NEW, file, target).status()).isNotZero();
        assertThat(box.files).isEmpty();
    }

    private Clients.Result fetch(String protocol, String source) {
        List<String> command = new ArrayList<>(List.of("scp", protocol));
        command.addAll(clients.options(key));
        command.addAll(
                List.of(
                        "-P",
                        "" + door.port(),
                        "alice@127.0.0.1:" + source,
                        folder.resolve("got").toString()));
        return clients.run(command);
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void givesKeptFilesBack(String protocol) throws IOException {
        String content = "y".repeat(150_000);
        scp(protocol, file("kept.txt", content), "shelf/");

        var result = fetch(protocol, "shelf/kept.txt");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(folder.resolve("got")).hasContent(content);
        assertThat(fetch(protocol, "shelf/other.txt").status()).isEqualTo(1);
        assertThat(fetch(protocol, "shelf/other.txt").err()).containsIgnoringCase("no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void letsNothingElseBeCopiedOut(String protocol) throws IOException {
        scp(protocol, file("x", "x"), "box/");

        var result = fetch(protocol, "box/x");

        assertThat(result.status()).isEqualTo(1);
        assertThat(folder.resolve("got")).doesNotExist();
    }

    @Test
    void listsReadsAndRemovesOverSftp() throws IOException {
        file("a.txt", "aaa");
        List<String> command = new ArrayList<>(List.of("sftp", "-b", "-"));
        command.addAll(clients.options(key));
        command.addAll(List.of("-P", "" + door.port(), "alice@127.0.0.1"));

        var result =
                clients.run(
                        command,
                        "cd shelf\nput a.txt\nput a.txt b.txt\nls -l\nget b.txt got\nrm a.txt\nls\n");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("-rw-------").contains("a.txt").contains("b.txt");
        assertThat(folder.resolve("got")).hasContent("aaa");
        assertThat(shelf.files).containsOnlyKeys("b.txt");
        assertThat(clients.run(command, "rm shelf/a.txt\n").status()).isNotZero();
    }

    @Test
    void servesSftpBatch() throws IOException {
        file("a.txt", "aa");
        file("b.txt", "bb");
        List<String> command = new ArrayList<>(List.of("sftp", "-b", "-"));
        command.addAll(clients.options(key));
        command.addAll(List.of("-P", "" + door.port(), "alice@127.0.0.1"));

        var result = clients.run(command, "ls\ncd box\nput a.txt\nput b.txt c.txt\nls\npwd\n");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("box").contains("Remote working directory: /box");
        assertThat(box.files).containsOnly(Map.entry("a.txt", "aa"), Map.entry("c.txt", "bb"));
    }

    /** Takes everything up to 200,000 bytes but what says {@code bad}. */
    private static class Box implements FileDrop {

        final Map<String, String> files = new ConcurrentHashMap<>();
        private final String name;

        Box(String name) {
            this.name = name;
        }

        @Override
        public String folder() {
            return name;
        }

        @Override
        public String summary() {
            return "anything";
        }

        @Override
        public int maxBytes() {
            return 200_000;
        }

        @Override
        public Outcome accept(SshConnection connection, DroppedFile file) throws IOException {
            String text = new String(file.content().readAllBytes(), StandardCharsets.UTF_8);
            if (text.equals("bad")) {
                return new Outcome.Rejected(List.of(file.name() + ":1: this is bad"));
            }
            files.put(file.name(), text);
            return new Outcome.Taken(
                    text.isEmpty()
                            ? List.of()
                            : text.length() < 10
                                    ? List.of()
                                    : List.of(file.name() + ": " + file.size() + " bytes"));
        }
    }

    /** The same, and gives it back. */
    private static final class Shelf extends Box implements FileFolder {

        Shelf() {
            super("shelf");
        }

        @Override
        public List<KeptFile> list(SshConnection connection) {
            return files.keySet().stream()
                    .flatMap(name -> find(connection, name).stream())
                    .toList();
        }

        @Override
        public Optional<KeptFile> find(SshConnection connection, String name) {
            return Optional.ofNullable(files.get(name))
                    .map(text -> new KeptFile(name, text.length(), Instant.EPOCH));
        }

        @Override
        public Optional<byte[]> read(SshConnection connection, String name) {
            return Optional.ofNullable(files.get(name))
                    .map(text -> text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public boolean remove(SshConnection connection, String name) {
            return files.remove(name) != null;
        }
    }
}
