package dev.warren.tunnels.it;

import static dev.warren.tunnels.it.Clients.at;

import dev.warren.core.database.PreparedData;
import dev.warren.edge.net.FrontDoor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A Warren on an embedded PostgreSQL whose certificates come from an authority of the test's. */
final class AcmeRig implements AutoCloseable {

    final AcmeServer authority;
    final NameTexts names;
    final WebBackend web;
    ConfigurableApplicationContext context;
    Clients clients;
    private final Path folder;
    private final Path trust;
    private final List<String> settings;

    /** The name server that proofs of domains are looked up at. */
    interface NameTexts {
        String place();
    }

    AcmeRig(Path folder, AcmeServer authority, NameTexts names, String... settings)
            throws IOException {
        this.folder = folder;
        this.authority = authority;
        this.names = names;
        this.settings = List.of(settings);
        this.trust = authority.authority.writeTo(folder.resolve("authority.pem"));
        this.web = new WebBackend("hello");
        this.context = start();
        this.clients = clients();
    }

    /** Stops it and starts it again on the same data. */
    void restart() {
        clients.close();
        context.close();
        context = start();
        clients = clients();
    }

    private Clients clients() {
        // an open Warren makes accounts itself
        return new Clients(folder, port("ssh"), (user, key) -> {});
    }

    private ConfigurableApplicationContext start() {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "warren.data-dir=" + PreparedData.in(folder.resolve("data")),
                                "warren.registration=open",
                                "warren.domain=example.test",
                                "warren.ssh.port=0",
                                "warren.ssh.host=127.0.0.1",
                                "warren.ssh.drain-time=500ms",
                                "warren.http.port=0",
                                "warren.http.address=127.0.0.1",
                                "warren.http.drain=500ms",
                                "warren.https.port=0",
                                "warren.https.address=127.0.0.1",
                                "warren.https.redirect=true",
                                "warren.https.reload=100ms",
                                "warren.https.acme.directory=" + authority.directory(),
                                "warren.https.acme.accept-terms=true",
                                "warren.https.acme.contact=ops@example.test",
                                "warren.https.acme.trust=" + trust,
                                "warren.https.acme.refresh=100ms",
                                "warren.https.acme.retry=400ms",
                                "warren.https.acme.request-timeout=3s",
                                "warren.tunnels.drain-time=500ms",
                                "warren.tunnels.tcp-address=127.0.0.1",
                                "warren.tunnels.tcp-ports=21000-29999",
                                "warren.tunnels.names.resolver=" + names.place(),
                                "warren.tunnels.names.refresh=200ms",
                                "spring.main.banner-mode=off",
                                "logging.level.root=warn"));
        all.addAll(settings);
        ConfigurableApplicationContext fresh =
                new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .properties(all.toArray(String[]::new))
                        .run();
        authority.checks.httpPort = () -> port(fresh, "http");
        authority.checks.tlsPort = () -> port(fresh, "https");
        return fresh;
    }

    JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    double counted(String meter, String outcome) {
        var found =
                context.getBean(MeterRegistry.class).find(meter).tag("outcome", outcome).counter();
        return found == null ? 0 : found.count();
    }

    int port(String door) {
        return port(context, door);
    }

    private static int port(ConfigurableApplicationContext context, String door) {
        return context.getBeanProvider(FrontDoor.class).stream()
                .filter(one -> one.name().equals(door))
                .flatMap(one -> one.address().stream())
                .mapToInt(InetSocketAddress::getPort)
                .findFirst()
                .orElseThrow();
    }

    /** A command as {@code user}; all that it writes. */
    String run(String user, String... words) {
        var client = clients.ssh(user, command(user, words));
        client.awaitEnd();
        return client.output();
    }

    private static String[] command(String user, String... words) {
        List<String> all = new ArrayList<>(List.of(at(user)));
        all.addAll(Arrays.asList(words));
        return all.toArray(String[]::new);
    }

    /** Publishes the test's server. */
    void publish(String user, String forward) {
        clients.ssh(user, "-R", forward + ":80:" + web.place(), at(user)).await("HTTPS: https://");
    }

    /** A visitor who trusts the authority alone; what it got, and curl's exit status behind it. */
    String visit(String host) {
        var curl =
                clients.start(
                        "curl",
                        "-sS",
                        "-m",
                        "10",
                        "--cacert",
                        trust.toString(),
                        "--resolve",
                        "%s:%d:127.0.0.1".formatted(host, port("https")),
                        "-w",
                        "%{http_code}",
                        "https://%s:%d/".formatted(host, port("https")));
        int status = curl.awaitEnd();
        return curl.output() + " exit=" + status;
    }

    @Override
    public void close() {
        clients.close();
        context.close();
        web.close();
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
