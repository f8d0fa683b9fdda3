package dev.warren.tunnels.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.audit.AuditEntry;
import dev.warren.core.audit.AuditLog;
import dev.warren.core.people.Role;
import dev.warren.edge.ssh.CommandContext;
import dev.warren.edge.ssh.CommandOutput;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.tunnels.testing.FakeConnection;
import dev.warren.tunnels.testing.FakeExposures;
import dev.warren.tunnels.testing.TunnelWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class TunnelsCommandTest {

    private final TunnelWorld world = new TunnelWorld(new FakeExposures());
    private final FakeConnection alice = new FakeConnection(FakeConnection.account(1, "alice"));
    private final FakeConnection bob = new FakeConnection(FakeConnection.account(2, "bob"));
    private final FakeConnection root =
            new FakeConnection(FakeConnection.account(3, "root", Role.ADMIN));
    private final List<String> audit = new ArrayList<>();
    private final Output output = new Output();

    @BeforeEach
    void open() {
        world.tunnels.options(alice, List.of("note=demo"));
        world.tunnels.bind(alice, new ForwardRequest("web", 80));
        world.tunnels.bind(alice, new ForwardRequest("box", 22));
        world.tunnels.bind(bob, new ForwardRequest("", 10_001));
        world.tunnels.bind(bob, new ForwardRequest("web", 80));
    }

    @Test
    void listsOnesOwnTunnels() {
        assertThat(run(alice, "ls")).isZero();

        assertThat(output.columns)
                .containsExactly(
                        "id",
                        "kind",
                        "name",
                        "owner",
                        "address",
                        "streams",
                        "requests",
                        "received",
                        "sent",
                        "client",
                        "since",
                        "health",
                        "group",
                        "note");
        assertThat(output.rows).hasSize(2);
        List<?> web = output.rows.getFirst();
        assertThat(web.subList(1, 6))
                .isEqualTo(
                        List.of(
                                "http",
                                "web",
                                "alice",
                                "http://alice-web.tuns.example.org:8080",
                                0));
        assertThat(web.getLast()).isEqualTo("demo");
    }

    @Test
    void administratorsSeeEverybodys() {
        run(root, "ls");
        assertThat(output.rows).isEmpty();
        run(root, "ls", "--all");
        assertThat(output.rows).hasSize(4);
        run(root, "ls", "--user", "bob");
        assertThat(output.rows).hasSize(2);
    }

    @Test
    void othersDoNot() {
        assertThat(run(alice, "ls", "--all")).isEqualTo(1);
        assertThat(run(alice, "close", "--user", "bob", "web")).isEqualTo(1);
        assertThat(output.failures).containsExactly("forbidden", "forbidden");
        assertThat(run(alice, "ls", "--user", "alice")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "web",
                "WEB",
                "alice-web",
                "alice-web.tuns.example.org",
                "http://alice-web.tuns.example.org:8080"
            })
    void closesByAnyOfItsNames(String name) {
        assertThat(run(alice, "close", name)).isZero();

        assertThat(output.said).containsExactly("closed http://alice-web.tuns.example.org:8080");
        assertThat(world.tunnels.all()).hasSize(3);
        assertThat(alice.lines().getLast()).endsWith("closed by command");
        assertThat(audit).isEmpty();
    }

    @Test
    void closesSeveralAndReportsTheMissing() {
        assertThat(run(bob, "close", "10001", "box:22", "web")).isEqualTo(1);

        assertThat(output.failures).containsExactly("not-found");
        assertThat(output.said).hasSize(2);
        assertThat(world.tunnels.all())
                .extracting(tunnel -> tunnel.owner().name().value())
                .containsOnly("alice");
    }

    @Test
    void whatAnAdministratorClosesIsOnRecord() {
        assertThat(run(root, "close", "--user", "bob", "10001")).isZero();

        assertThat(audit).containsExactly("root tunnel.close 10001 owner=bob");
        assertThat(bob.lines().getLast()).endsWith("closed by an administrator");
    }

    @Test
    void amongEverybodysOnlyFullNamesCount() {
        assertThat(run(root, "close", "--all", "web")).isEqualTo(1);
        assertThat(run(root, "close", "--all", "bob-web")).isZero();
        assertThat(run(root, "close", "--all", "alice-box:22")).isZero();
        assertThat(world.tunnels.all()).hasSize(2);
    }

    @Test
    void wantsAVerbAndATarget() {
        assertThat(run(alice)).isEqualTo(2);
        assertThat(run(alice, "close")).isEqualTo(2);
    }

    private int run(FakeConnection caller, String... arguments) {
        CommandContext context = new Context(caller, output);
        var log =
                new AuditLog() {
                    @Override
                    public void record(String actor, String action, String subject, String detail) {
                        audit.add(String.join(" ", actor, action, subject, detail));
                    }

                    @Override
                    public List<AuditEntry> latest(int limit) {
                        return List.of();
                    }
                };
        var command = TunnelsCommand.contribution(world.tunnels, log, List.of());
        assertThat(command.adminOnly()).isFalse();
        return new CommandLine(command.create().apply(context)).execute(arguments);
    }

    private record Context(SshConnection connection, CommandOutput output)
            implements CommandContext {

        @Override
        public boolean cancelled() {
            return false;
        }
    }

    private static final class Output implements CommandOutput {

        private List<String> columns = List.of();
        private List<? extends List<?>> rows = List.of();
        private final List<String> said = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();

        @Override
        public boolean json() {
            return false;
        }

        @Override
        public void table(List<String> names, List<? extends List<?>> values) {
            columns = names;
            rows = values;
        }

        @Override
        public void object(Map<String, ?> fields) {
            throw new IllegalStateException("no command prints an object");
        }

        @Override
        public void say(String sentence) {
            said.add(sentence);
        }

        @Override
        public int fail(String code, String sentence) {
            failures.add(code);
            return 1;
        }
    }
}
