package dev.warren.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.app.Addresses;
import dev.warren.core.WarrenProperties;
import dev.warren.core.people.Account;
import dev.warren.core.people.People;
import dev.warren.core.people.PublicKeyText;
import dev.warren.core.testing.InMemoryPeople;
import dev.warren.edge.net.FrontDoor;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.edge.ssh.SshConnections;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The pages in a real Tomcat, with people in memory, driven by a client with cookies. */
class PagesTest {

    private static final InMemoryPeople PEOPLE = new InMemoryPeople();
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl laptop";
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private static ConfigurableApplicationContext context;
    private static Account alice;
    private static String token;

    private int port;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();

    @BeforeAll
    static void start() {
        alice = PEOPLE.add("alice", PublicKeyText.parse(KEY));
        token = PEOPLE.tokens().create(alice, "phone").secret();
        context = start(1000);
    }

    private static ConfigurableApplicationContext start(int logInsPerMinute) {
        return new SpringApplicationBuilder(Pages.class)
                .web(WebApplicationType.SERVLET)
                .run("--server.port=0", "--warren.console.log-ins-per-minute=" + logInsPerMinute);
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @BeforeEach
    void askTheSharedServer() {
        port = port(context);
    }

    @Test
    void homeShowsTheFirstTunnelToAnybodyAndMakesNoSession() throws Exception {
        HttpResponse<String> home = get("/");

        assertThat(home.statusCode()).isEqualTo(200);
        assertThat(home.body())
                .contains("ssh -p 2222 -R web:80:localhost:3000 localhost")
                .contains("http://you-web.tuns.localhost:8080/");
        assertThat(cookieNames()).containsExactly("XSRF-TOKEN");
        assertThat(home.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("frame-ancestors 'none'", "default-src 'none'");
        assertThat(home.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    }

    @Test
    void linkLogsInOnceAndOnlyWhenTheButtonIsPressed() throws Exception {
        String code = PEOPLE.createLoginCode(alice);

        HttpResponse<String> preview = get("/login?code=" + code);
        HttpResponse<String> landing = get("/login?code=" + code);
        HttpResponse<String> pressed = post("/login/code", landing, "code", code);
        HttpResponse<String> again = post("/login/code", get("/"), "code", code);

        assertThat(preview.statusCode()).isEqualTo(200);
        assertThat(pressed.statusCode()).isEqualTo(302);
        assertThat(pressed.headers().firstValue("Location").orElseThrow()).endsWith("/me");
        assertThat(again.statusCode()).isEqualTo(403);
        assertThat(again.body()).contains("This link was used or is too old");
    }

    @Test
    void tokenShowsMyThingsWithASafeCookie() throws Exception {
        HttpResponse<String> loggedIn = post("/login/token", get("/"), "token", token);
        HttpResponse<String> mine = get("/me");

        assertThat(loggedIn.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie ->
                        assertThat(cookie)
                                .startsWith("warren=")
                                .contains("HttpOnly", "SameSite=Lax"));
        assertThat(mine.statusCode()).isEqualTo(200);
        assertThat(mine.body())
                .contains("alice", alice.roles().isEmpty() ? "alice" : "administrator")
                .contains(
                        "SHA256:",
                        "laptop",
                        "phone",
                        "None now.",
                        "http://alice-web.tuns.localhost:8080/")
                .doesNotContain(token);
    }

    @Test
    void wrongTokenIsRefused() throws Exception {
        HttpResponse<String> answer = post("/login/token", get("/"), "token", "wrong");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("That token is not known here").doesNotContain("wrong<");
    }

    @Test
    void formWithoutItsHiddenFieldIsRefused() throws Exception {
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(uri("/login/token"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString("token=" + token)));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(cookieNames()).doesNotContain("warren");
    }

    @Test
    void sixthAttemptInAMinuteIsRefusedUnread() throws Exception {
        ConfigurableApplicationContext strict = start(5);
        port = port(strict);
        HttpResponse<String> form = get("/");
        for (int i = 0; i < 5; i++) {
            assertThat(post("/login/token", form, "token", "wrong").statusCode()).isEqualTo(403);
        }

        HttpResponse<String> sixth = post("/login/token", form, "token", token);
        strict.close();

        assertThat(sixth.statusCode()).isEqualTo(429);
        assertThat(sixth.headers().firstValue("Retry-After")).contains("60");
        assertThat(cookieNames()).doesNotContain("warren");
    }

    @Test
    void sessionEndsWithTheAccountsRightToLogIn() throws Exception {
        Account bob =
                PEOPLE.add(
                        "bob",
                        PublicKeyText.parse(
                                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDcjcxXJ7cAYoPxC6Zn3zvGN7pJPFDqWVkGq8kS7bZQd"));
        post("/login/token", get("/"), "token", PEOPLE.tokens().create(bob, "t").secret());
        assertThat(get("/me").statusCode()).isEqualTo(200);

        PEOPLE.administration().suspend(alice, bob.name());

        assertThat(get("/me").statusCode()).isEqualTo(302);
    }

    @Test
    void strangersAreSentToTheLogIn() throws Exception {
        HttpResponse<String> answer = get("/me");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/login");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    private HttpResponse<String> post(
            String path, HttpResponse<String> form, String field, String value)
            throws IOException, InterruptedException {
        Matcher csrf = CSRF.matcher(form.body());
        assertThat(csrf.find()).isTrue();
        String body =
                "_csrf=%s&%s=%s"
                        .formatted(
                                csrf.group(1),
                                field,
                                URLEncoder.encode(value, StandardCharsets.UTF_8));
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private List<String> cookieNames() {
        return cookies.getCookieStore().getCookies().stream().map(HttpCookie::getName).toList();
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private static int port(ConfigurableApplicationContext running) {
        WebServer server = ((WebServerApplicationContext) running).getWebServer();
        return Objects.requireNonNull(server).getPort();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(WarrenProperties.class)
    @Import({WebConfiguration.class, PagesController.class, LogInController.class})
    @ImportAutoConfiguration({
        DispatcherServletAutoConfiguration.class,
        ErrorMvcAutoConfiguration.class,
        HttpEncodingAutoConfiguration.class,
        PropertyPlaceholderAutoConfiguration.class,
        SecurityAutoConfiguration.class,
        SecurityFilterAutoConfiguration.class,
        ServletWebSecurityAutoConfiguration.class,
        ThymeleafAutoConfiguration.class,
        TomcatServletWebServerAutoConfiguration.class,
        WebMvcAutoConfiguration.class
    })
    static class Pages {

        @Bean
        People people() {
            return PEOPLE;
        }

        @Bean
        SshConnections connections() {
            return new SshConnections() {
                @Override
                public List<SshConnection> list() {
                    return List.of();
                }

                @Override
                public List<SshConnection> of(long accountId) {
                    return List.of();
                }

                @Override
                public int count() {
                    return 0;
                }
            };
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        Addresses addresses(WarrenProperties settings) {
            return new Addresses(
                    settings, "tuns.localhost", List.of(door("ssh", 2222), door("http", 8080)));
        }

        private static FrontDoor door(String name, int port) {
            return new FrontDoor() {
                @Override
                public String name() {
                    return name;
                }

                @Override
                public Optional<InetSocketAddress> address() {
                    return Optional.of(InetSocketAddress.createUnresolved("localhost", port));
                }
            };
        }
    }
}
