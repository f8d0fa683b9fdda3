package dev.warren.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.app.lab.Child;
import dev.warren.app.lab.Programs;
import dev.warren.app.lab.SshKey;
import dev.warren.app.lab.Workspace;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged program as a newcomer meets it: from an empty folder to the second start. */
class WarrenIT {

    private static final Duration QUICK = Duration.ofSeconds(60);
    private static final Pattern LINK = Pattern.compile("(http://\\S+/login\\?code=)(\\S+)");
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final Workspace workspace = new Workspace("warren-it");

    @AfterEach
    void cleanUp() {
        workspace.close();
    }

    @Test
    void firstStartTellsWhereThingsAreAndSecondKeepsThem() throws Exception {
        Path data = workspace.file("data");
        SshKey key = SshKey.make(workspace, "key");
        String token;
        String code;
        int port;
        String firstOutput;

        try (Instance first = Instance.start(workspace, data, List.of(), List.of())) {
            port = first.sshPort();
            assertThat(first.output())
                    .contains("ssh -p " + port + " localhost login")
                    .contains("ssh -p " + port + " -R web:80:localhost:3000 localhost")
                    .contains("http://you-web.tuns.localhost:" + first.httpPort() + "/")
                    .contains(data.toString());
            assertObservable(first);

            JsonNode whoami = json(ssh(port, key, "alice", "whoami", "--json"));
            assertThat(whoami.toString()).contains("alice", "admin");
            token = tokenOf(json(ssh(port, key, "alice", "token", "create", "phone", "--json")));
            MatchResult link = match(LINK, ssh(port, key, "alice", "login"));
            code = link.group(2);
            assertThat(pageAfterLogIn(link.group(1), code)).contains("alice", "SHA256:", "phone");
            assertThat(pageWhileConnected(port, key, first.httpPort(), token))
                    .contains("SSH-2.0-OpenSSH", "127.0.0.1");
            assertEventsAreFed(first.httpPort(), token);

            long begin = System.nanoTime();
            int status = first.terminate(Duration.ofSeconds(40));
            assertThat(status).isEqualTo(143);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(QUICK);
            firstOutput = first.output();
        }

        assertThat(firstOutput)
                .doesNotContain(token, code)
                .doesNotContain("level=ERROR", "\tat ", "PRIVATE KEY");

        List<String> samePort = List.of("--warren.ssh.port=" + port);
        try (Instance second = Instance.start(workspace, data, List.of(), samePort)) {
            // the known host must match: the client refuses a changed one
            JsonNode whoami = json(ssh(port, key, "somebody", "whoami", "--json"));
            assertThat(whoami.toString()).contains("alice", "admin");
            assertThat(json(ssh(port, key, "alice", "token", "ls", "--json")).toString())
                    .contains("phone");
            assertThat(pageAfterToken(second.httpPort(), token)).contains("alice", "phone");
            assertThat(second.output()).doesNotContain(token);
        }
    }

    @Test
    void startsWithTheNetworkCut() {
        List<String> cut =
                List.of(
                        Programs.need("unshare", "util-linux").toString(),
                        "--user",
                        "--map-root-user",
                        "--net",
                        "--",
                        "/bin/sh",
                        "-c",
                        "ip link set lo up && exec \"$@\"",
                        "sh");

        try (Instance warren = Instance.start(workspace, workspace.file("data"), cut, List.of())) {
            assertThat(warren.output()).contains("SSH ", "HTTP ", "Data ");
        }
    }

    private static void assertObservable(Instance warren) {
        assertThat(warren.actuator("/health/liveness").statusCode()).isEqualTo(200);
        assertThat(warren.actuator("/health/readiness").body())
                .contains("\"ssh\"", "\"http\"", "\"UP\"");
        assertThat(warren.actuator("/health").body())
                .contains("\"budgets\"", "\"db\"", "\"tunnels\"");
        assertThat(warren.actuator("/info").body()).contains("\"version\"", "\"build\"", "25.");
        assertThat(warren.actuator("/env").statusCode()).isNotEqualTo(200);
        assertThat(warren.actuator("/prometheus").body())
                .contains("warren_memory_budget_limit_bytes{module=\"platform\"")
                .contains("warren_memory_budget_limit_bytes{module=\"tunnels\"")
                .contains("warren_memory_budget_used_bytes{", "warren_memory_budget_peak_bytes{")
                .contains("warren_memory_budget_rejected_total{")
                .contains("warren_edge_loop_lag_seconds_bucket{")
                .contains("warren_edge_direct_used_bytes", "warren_edge_direct_limit_bytes")
                .contains("warren_edge_allocator_used_bytes{memory=\"direct\"}")
                .contains("jvm_memory_used_bytes{", "hikaricp_connections{")
                .doesNotContain("alice");
    }

    /** One's own things while a connection of one's own is open. */
    private String pageWhileConnected(int port, SshKey key, int http, String token)
            throws Exception {
        List<String> tunnel =
                new ArrayList<>(command(port, key, "alice", "-N", "-R", "0:localhost:9"));
        Child open = workspace.start("tunnel", tunnel);
        try {
            open.awaitOutput(Pattern.compile("Allocated port \\d+"), QUICK);
            return pageAfterToken(http, token);
        } finally {
            workspace.end(open);
        }
    }

    private static void assertEventsAreFed(int port, String token) throws Exception {
        URI feed = URI.create("http://localhost:" + port + "/tunnels/events.atom");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> unknown = send(client, HttpRequest.newBuilder(feed));
            assertThat(unknown.statusCode()).isEqualTo(401);
            assertThat(unknown.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Basic");
            String both = "reader:" + token;
            String basic =
                    Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
            HttpResponse<String> known =
                    send(
                            client,
                            HttpRequest.newBuilder(feed).header("Authorization", "Basic " + basic));
            assertThat(known.statusCode()).isEqualTo(200);
            assertThat(known.body()).contains("<title>Tunnels of alice</title>", ": up</title>");
        }
    }

    private String ssh(int port, SshKey key, String login, String... words) {
        List<String> command = new ArrayList<>(command(port, key, login));
        command.addAll(List.of(words));
        Child child = workspace.start("ssh", command);
        int status = child.awaitExit(QUICK);
        assertThat(status).as(child.output()).isZero();
        return child.output();
    }

    private List<String> command(int port, SshKey key, String login, String... options) {
        List<String> command =
                new ArrayList<>(List.of(Programs.ssh().toString(), "-F", "none", "-T"));
        for (String option :
                List.of(
                        "BatchMode=yes",
                        "IdentitiesOnly=yes",
                        "IdentityAgent=none",
                        "IdentityFile=" + key.privateFile(),
                        "StrictHostKeyChecking=accept-new",
                        "UserKnownHostsFile=" + workspace.file("known_hosts"))) {
            command.addAll(List.of("-o", option));
        }
        command.addAll(List.of(options));
        command.addAll(List.of("-p", Integer.toString(port), login + "@127.0.0.1"));
        return command;
    }

    /** The JSON line among what ssh itself may say of a new host. */
    private static JsonNode json(String output) {
        String line =
                output.lines()
                        .filter(l -> l.startsWith("{") || l.startsWith("["))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no JSON in: " + output));
        return new JsonMapper().readTree(line);
    }

    private static String tokenOf(JsonNode created) {
        return created.properties().stream()
                .filter(field -> field.getKey().matches("token|secret"))
                .map(field -> field.getValue().asString(""))
                .filter(value -> value.length() > 15)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no token in: " + created));
    }

    private static MatchResult match(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.toMatchResult();
    }

    private static String pageAfterLogIn(String link, String code) throws Exception {
        return logIn(URI.create(link + code), "/login/code", "code=" + code);
    }

    private static String pageAfterToken(int port, String token) throws Exception {
        return logIn(
                URI.create("http://localhost:" + port + "/"),
                "/login/token",
                "token=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
    }

    /** Opens the page with the form, presses its button, and gives the page behind it. */
    private static String logIn(URI page, String action, String field) throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder()
                        .cookieHandler(new CookieManager())
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build()) {
            HttpResponse<String> form = send(client, HttpRequest.newBuilder(page));
            String csrf = match(CSRF, form.body()).group(1);
            HttpResponse<String> mine =
                    send(
                            client,
                            HttpRequest.newBuilder(page.resolve(action))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "_csrf=" + csrf + "&" + field)));
            assertThat(mine.statusCode()).isEqualTo(200);
            return mine.body();
        }
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request)
            throws Exception {
        return client.send(request.timeout(QUICK).build(), HttpResponse.BodyHandlers.ofString());
    }
}
