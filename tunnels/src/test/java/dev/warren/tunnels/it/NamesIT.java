package dev.warren.tunnels.it;

import static dev.warren.tunnels.it.Clients.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.core.audit.AuditEntry;
import dev.warren.core.audit.AuditLog;
import dev.warren.core.database.PreparedData;
import dev.warren.edge.net.FrontDoor;
import dev.warren.tunnels.live.Tunnels;
import dev.warren.tunnels.names.NameServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** Kept names, domains and paths on an embedded PostgreSQL, with OpenSSH and curl. */
class NamesIT {

    @TempDir private static Path folder;
    private static ConfigurableApplicationContext context;
    private static NameServer names;
    private static Clients clients;
    private static WebBackend web;

    @BeforeAll
    static void start() throws IOException {
        Clients.require("ssh", "ssh-keygen", "curl");
        names = new NameServer();
        context =
                new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .properties(
                                "warren.data-dir=" + PreparedData.in(folder.resolve("data")),
                                "warren.registration=open",
                                "warren.ssh.port=0",
                                "warren.ssh.host=127.0.0.1",
                                "warren.ssh.drain-time=500ms",
                                "warren.http.port=0",
                                "warren.http.drain=500ms",
                                "warren.tunnels.drain-time=500ms",
                                "warren.tunnels.tcp-address=127.0.0.1",
                                "warren.tunnels.tcp-ports=21000-29999",
                                "warren.tunnels.names.resolver=" + names.place(),
                                "warren.tunnels.names.refresh=200ms",
                                "warren.tunnels.names.prove=1s",
                                "warren.tunnels.names.prove-misses=2",
                                "warren.tunnels.traffic.write=200ms",
                                "warren.outbound.allow=127.0.0.1",
                                "warren.webhooks.allow-http=true",
                                "warren.webhooks.poll=100ms",
                                "spring.main.banner-mode=off",
                                "logging.level.root=warn")
                        .run();
        // an open Warren makes accounts itself
        clients = new Clients(folder, port("ssh"), (user, key) -> {});
        web = new WebBackend("hello");
        // the first account is the administrator
        assertThat(run("root1", "whoami")).contains("admin");
    }

    @AfterEach
    void reset() {
        clients.close();
        await().until(() -> context.getBean(Tunnels.class).all().isEmpty());
    }

    @AfterAll
    static void stop() throws IOException {
        clients.close();
        context.close();
        web.close();
        names.close();
    }

    @Test
    void visitorsOfAReservedNameAreToldThatItIsAway() {
        assertThat(curl("alice-web.tuns.localhost", "/")).contains("404");
        assertThat(run("alice", "tunnels", "reserve", "web", "--page", "'Back at nine'"))
                .contains("reserved alice-web");

        assertThat(curl("alice-web.tuns.localhost", "/")).contains("503", "Back at nine");
        assertThat(run("alice", "tunnels", "names", "ls")).contains("alice-web", "Back at nine");
        publish("alice", "web:80:");
        assertThat(curl("alice-web.tuns.localhost", "/")).contains("200").endsWith("hello");
        reset();
        assertThat(curl("alice-web.tuns.localhost", "/")).contains("503");
        assertThat(run("alice", "tunnels", "release", "web")).contains("released web");
        assertThat(curl("alice-web.tuns.localhost", "/")).contains("404");
    }

    @Test
    void whatATunnelCarriedIsAddedUpAndStaysWhenItIsGone() {
        publish("carol", "stats:80:");
        for (int i = 0; i < 3; i++) {
            assertThat(curl("carol-stats.tuns.localhost", "/")).contains("200");
        }
        assertThat(run("carol", "tunnels", "stats", "--json"))
                .contains("\"carol-stats.tuns.localhost\"")
                .containsPattern("\"requests\" ?: ?3[^0-9]");
        reset();
        publish("carol", "stats:80:");
        curl("carol-stats.tuns.localhost", "/");

        await().untilAsserted(() ->
                assertThat(
                                context.getBean(JdbcTemplate.class)
                                        .queryForObject(
                                                "select requests from tunnels.traffic"
                                                        + " where name = ?",
                                                Long.class,
                                                "carol-stats.tuns.localhost"))
                        .isEqualTo(4));
        assertThat(run("carol", "tunnels", "stats", "stats", "--json"))
                .containsPattern("\"requests\" ?: ?4[^0-9]")
                .containsPattern("\"2xx\" ?: ?4[^0-9]");
        assertThat(run("bob", "tunnels", "stats")).doesNotContain("carol");
        assertThat(run("root1", "tunnels", "stats", "--user", "carol")).contains("carol-stats");
    }

    @Test
    void aWebhookIsToldWhatTunnelsDo() throws IOException {
        assertThat(run("erin", "tunnels", "webhook")).contains("you have no webhook");
        assertThat(run("erin", "tunnels", "webhook", "test")).contains("there is no webhook");
        assertThat(run("erin", "tunnels", "webhook", "rm")).contains("you have no webhook");
        assertThat(run("erin", "tunnels", "webhook", "set", "https://10.0.0.1/"))
                .contains("10.0.0.1 is at a private or special address (expected: a public one)");
        try (var receiver = new WebhookReceiver()) {
            assertThat(run("erin", "tunnels", "webhook", "set", receiver.url(), "--events=up,over"))
                    .contains("--events: over (expected: some of up,down,refused,");
            assertThat(run("erin", "tunnels", "webhook", "set", receiver.url(), "--events=up,down"))
                    .containsPattern("secret: +whsec_[A-Za-z0-9+/]{43}=")
                    .contains("not shown again");
            assertThat(run("erin", "tunnels", "webhook", "test"))
                    .containsPattern("the test was accepted: answered 200 \\([0-9]+ ms\\): thanks");

            publish("erin", "hook:80:");

            await().until(() -> receiver.bodies.size() == 2);
            assertThat(receiver.bodies.getFirst()).contains("\"type\":\"tunnels.test\"");
            assertThat(receiver.bodies.getLast())
                    .contains(
                            "\"type\":\"tunnels.up\"",
                            "\"kind\":\"http\"",
                            "\"name\":\"erin-hook.tuns.localhost\"",
                            "\"owner\":\"erin\"");
            await().untilAsserted(() ->
                    assertThat(run("erin", "tunnels", "webhook", "--json"))
                            .contains("\"events\":\"up,down\"", "\"state\":\"on\"")
                            .contains("\"last_result\":\"answered 200\"", "\"delivered\":1")
                            .doesNotContain("whsec_"));
            receiver.status = 410;
            reset();
            await().untilAsserted(() ->
                    assertThat(run("erin", "tunnels", "events"))
                            .containsPattern(
                                    "off +webhook +127.0.0.1 +erin +the receiver wants no"));
        }
        assertThat(run("erin", "tunnels", "webhook"))
                .containsPattern("state: +off")
                .containsPattern("reason: +the receiver wants no more events \\(410 Gone\\)")
                .containsPattern("lost: +1");
        assertThat(run("erin", "tunnels", "webhook", "rm")).contains("removed");
    }

    @Test
    void anAdministratorKeepsOneAccountWithinLimits() {
        publish("dave", "web:80:");
        assertThat(run("dave", "tunnels", "limits", "requests=1")).contains("only administrators");
        assertThat(run("root1", "tunnels", "limits", "--user", "dave", "requests=lots"))
                .contains("requests=lots (expected: ");

        assertThat(run("root1", "tunnels", "limits", "--user", "dave", "requests=1", "tunnels=1"))
                .containsPattern("requests +1 +administrator");

        // the tunnel that stands is kept to it at once, a second of which has one request
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            answers.add(curl("dave-web.tuns.localhost", "/"));
        }
        assertThat(answers)
                .anySatisfy(answer -> assertThat(answer).contains(" 200 "))
                .anySatisfy(answer ->
                        assertThat(answer)
                                .contains(" 429 ")
                                .containsIgnoringCase("Retry-After: 1")
                                .contains("tunnels of this owner"));
        clients.ssh("dave", "-R", "more:80:" + web.place(), at("dave"))
                .await("your account has 1 tunnel");
        assertThat(run("dave", "tunnels", "limits")).containsPattern("tunnels +1 +administrator");
        run("root1", "tunnels", "limits", "--user", "dave", "requests=default", "tunnels=default");
        assertThat(run("dave", "tunnels", "limits")).doesNotContain("administrator");
        assertThat(run("root1", "admin", "audit")).contains("limits.set", "requests=1 tunnels=1");
    }

    @Test
    void aReservedPortIsRefusedToOthers() {
        run("alice", "tunnels", "reserve", "21007");

        var bob = clients.ssh("bob", "-R", "21007:" + web.place(), at("bob"));

        bob.await("port 21007: reserved by another account");
    }

    @Test
    void aDomainWorksOnceItsRecordIsThere() {
        var first = clients.ssh("alice", "-R", "my.example.com:80:" + web.place(), at("alice"));
        String text =
                first.await("a TXT record _warren.my.example.com with (SHA256:\\S+) or account=");
        names.texts.put("_warren.my.example.com", List.of(text));

        publish("alice", "my.example.com:80:");

        assertThat(curl("my.example.com", "/")).contains("200").endsWith("hello");
        assertThat(run("alice", "tunnels", "domains", "add", "my.example.com"))
                .contains("added my.example.com");
        assertThat(run("alice", "tunnels", "domains", "ls")).contains("my.example.com");
        assertThat(run("bob", "tunnels", "domains", "add", "my.example.com"))
                .contains("reserved by another account");
        assertThat(run("bob", "tunnels", "domains", "rm", "my.example.com", "--user", "alice"))
                .contains("only administrators remove domains of other accounts");
        assertThat(run("root1", "tunnels", "domains", "rm", "my.example.com", "--user", "nobody"))
                .contains("there is no account nobody");
        assertThat(run("root1", "tunnels", "domains", "rm", "my.example.com", "--user", "alice"))
                .contains("removed my.example.com");
        assertThat(run("alice", "tunnels", "domains", "rm", "my.example.com"))
                .contains("my.example.com: not a domain of yours");
        assertThat(run("alice", "tunnels", "events")).contains("my.example.com", "refused", "up");
    }

    @Test
    void aDomainWhoseRecordIsGoneIsSuspendedUntilItIsBack() {
        names.texts.put("_warren.gone.example.com", List.of("account=alice"));
        publish("alice", "gone.example.com:80:");
        assertThat(run("alice", "tunnels", "domains", "add", "gone.example.com"))
                .contains("added gone.example.com");

        names.texts.remove("_warren.gone.example.com");
        await().untilAsserted(() ->
                assertThat(run("alice", "tunnels", "domains", "ls"))
                        .containsPattern("gone.example.com .*suspended"));
        await().until(() -> context.getBean(Tunnels.class).all().isEmpty());
        assertThat(curl("gone.example.com", "/")).contains("404");
        assertThat(run("alice", "tunnels", "events"))
                .contains("suspended", "no TXT record _warren.gone.example.com")
                .contains("the domain's TXT record is gone");
        clients.ssh("alice", "-R", "gone.example.com:80:" + web.place(), at("alice"))
                .await("gone.example.com: not known to be yours");

        names.texts.put("_warren.gone.example.com", List.of("account=alice"));
        await().untilAsserted(() ->
                assertThat(run("alice", "tunnels", "domains", "ls"))
                        .containsPattern("gone.example.com .*served"));
        publish("alice", "gone.example.com:80:");
        assertThat(curl("gone.example.com", "/")).contains("200").endsWith("hello");
        assertThat(run("alice", "tunnels", "events")).contains("restored");
    }

    @Test
    void pathsAndWildcardsLeadToForwardsOfTheirOwn() {
        publish("alice", "site:80:");
        publish("alice", "site/api:80:", "strip-path=on", "header-add=X-Part:api");
        publish("alice", "'*.site:80:'");

        assertThat(curl("alice-site.tuns.localhost", "/api/headers")).contains("X-part: [api]");
        assertThat(curl("alice-site.tuns.localhost", "/apiary")).endsWith("hello");
        assertThat(curl("any.alice-site.tuns.localhost", "/")).endsWith("hello");
    }

    @Test
    void onlyAdministratorsBanNamesAndThatIsWrittenDown() {
        assertThat(run("alice", "tunnels", "names", "ban", "paypal"))
                .contains("only administrators ban names");
        assertThat(run("root1", "tunnels", "names", "ban", "paypal")).contains("banned paypal");

        clients.ssh("alice", "-R", "paypal:80:" + web.place(), at("alice"))
                .await("paypal: a name that nobody may have");
        assertThat(run("root1", "tunnels", "names", "unban", "paypal"))
                .contains("no longer banned");
        assertThat(context.getBean(AuditLog.class).latest(10).stream().map(AuditEntry::action))
                .contains("name.ban", "name.unban");
    }

    private static void publish(String user, String forward, String... words) {
        int before = context.getBean(Tunnels.class).all().size();
        String[] all = new String[words.length + 3];
        all[0] = "-R";
        all[1] = forward.replace("'", "") + web.place();
        all[2] = at(user);
        System.arraycopy(words, 0, all, 3, words.length);
        var client = clients.ssh(user, all);
        client.await("HTTP: http://");
        await().until(() ->
                context.getBean(Tunnels.class).all().size() == before + 1
                        && context.getBean(Tunnels.class).all().stream()
                                .anyMatch(t -> t.options().all().size() == words.length));
    }

    private static String run(String user, String... words) {
        String[] all = new String[words.length + 1];
        all[0] = at(user);
        System.arraycopy(words, 0, all, 1, words.length);
        var client = clients.ssh(user, all);
        client.awaitEnd();
        return client.output();
    }

    private static String curl(String host, String path) {
        var client =
                clients.start(
                        "curl",
                        "-si",
                        "-m",
                        "20",
                        "-H",
                        "Host: " + host,
                        "http://127.0.0.1:" + port("http") + path);
        assertThat(client.awaitEnd()).isZero();
        return client.output();
    }

    private static int port(String door) {
        return context.getBeanProvider(FrontDoor.class).stream()
                .filter(one -> one.name().equals(door))
                .flatMap(one -> one.address().stream())
                .mapToInt(InetSocketAddress::getPort)
                .findFirst()
                .orElseThrow();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }
}
