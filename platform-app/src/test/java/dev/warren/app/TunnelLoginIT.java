package dev.warren.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.warren.app.OidcProvider.Signing;
import dev.warren.app.lab.Programs;
import dev.warren.app.lab.SshKey;
import dev.warren.app.lab.Workspace;
import dev.warren.core.database.PreparedData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tunnels that visitors log in for at a provider, with the whole program, ssh and curl. */
class TunnelLoginIT {

    private static final Pattern LOCATION = Pattern.compile("(?im)^Location: (\\S+)");

    private static Workspace workspace;
    private static OidcProvider provider;
    private static HttpServer backend;
    private static Instance warren;
    private String jar = "";

    @BeforeAll
    static void start() throws IOException {
        Programs.need("curl", "curl");
        workspace = new Workspace("login-it");
        provider = new OidcProvider();
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        backend.createContext("/", TunnelLoginIT::echo);
        backend.start();
        warren =
                Instance.start(
                        workspace,
                        PreparedData.in(workspace.file("data")),
                        List.of(),
                        List.of(
                                "--warren.tunnels.login.issuer=" + provider.issuer(),
                                "--warren.tunnels.login.client-id=" + OidcProvider.CLIENT,
                                "--warren.tunnels.login.client-secret=" + OidcProvider.SECRET,
                                "--warren.outbound.allow=127.0.0.0/8"));
        SshKey key = SshKey.make(workspace, "key");
        publish(key, "staff", "+login=*@example.org");
        publish(key, "other", "+login=group:ops");
        publish(key, "closed", "+login=bob@example.org");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        List.of("staff", "other", "closed").stream()
                                .allMatch(name -> begin(name, "/").contains("303")));
    }

    private static void publish(SshKey key, String name, String options) {
        workspace.start(
                "ssh-" + name,
                List.of(
                        Programs.ssh().toString(),
                        "-F",
                        "none",
                        "-N",
                        "-o",
                        "BatchMode=yes",
                        "-o",
                        "IdentitiesOnly=yes",
                        "-o",
                        "IdentityAgent=none",
                        "-o",
                        "IdentityFile=" + key.privateFile(),
                        "-o",
                        "StrictHostKeyChecking=no",
                        "-o",
                        "UserKnownHostsFile=/dev/null",
                        "-p",
                        Integer.toString(warren.sshPort()),
                        "-R",
                        name + ":80:127.0.0.1:" + backend.getAddress().getPort(),
                        "alice" + options + "@127.0.0.1"));
    }

    @BeforeEach
    void forget() {
        jar = workspace.file("jar-" + System.nanoTime()).toString();
        provider.signing = Signing.RS256;
        provider.claims = UnaryOperator.identity();
    }

    @AfterAll
    static void stop() {
        warren.close();
        backend.stop(0);
        provider.close();
        workspace.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Signing.class,
            names = {"RS256", "ES256"})
    void aBrowserLogsInOnceAndTheServerIsToldWhoItIs(Signing signing) {
        provider.signing = signing;

        String page = browse("staff", "/page?x=1&y=%2F", "-L", "-H", "X-Forwarded-User: root");

        assertThat(page)
                .startsWith("GET /page?x=1&y=%2F\n")
                .contains("x-forwarded-user: [ann]\n", "x-forwarded-email: [ann@example.org]\n")
                .contains("x-forwarded-groups: [staff,ops]\n")
                .doesNotContain("warren-session", "warren-login", "root");
        String again = browse("staff", "/two", "-b", "mine=1", "-H", "X_Forwarded_Email: x@y");
        assertThat(again)
                .startsWith("GET /two\n")
                .contains("x-forwarded-email: [ann@example.org]\n")
                .doesNotContain("x@y", "warren-session");
        assertThat(warren.output()).doesNotContain(OidcProvider.SECRET);
    }

    @Test
    void otherCookiesReachTheServer() {
        browse("staff", "/", "-L");

        String page = browse("staff", "/", "-b", "mine=1; yours=2");

        assertThat(page).contains("cookie: [mine=1; yours=2]");
    }

    @Test
    void aSessionIsGoodForItsHostOnly() {
        browse("staff", "/", "-L");
        String session = cookie("warren-session");

        assertThat(curl("-i", "-b", "warren-session=" + session, url("staff", "/")))
                .contains("x-forwarded-user: [ann]");
        assertThat(
                        curl(
                                "-i",
                                "-H",
                                "Accept: text/html",
                                "-b",
                                "warren-session=" + session,
                                url("other", "/")))
                .startsWith("HTTP/1.1 303 ");
    }

    @Test
    void whoIsNotNamedIsToldSo() {
        assertThat(browse("closed", "/", "-L"))
                .contains("403", "You are logged in as ann@example.org");
        assertThat(browse("other", "/", "-L")).contains("x-forwarded-user: [ann]");
    }

    @Test
    void anAddressThatTheProviderDidNotVerifyIsNone() {
        provider.claims = all -> all.claim("email_verified", false);

        assertThat(browse("staff", "/", "-L")).contains("403", "You are logged in as ann,");
    }

    @Test
    void programsAreNotSentAround() {
        assertThat(curl("-i", url("staff", "/"))).startsWith("HTTP/1.1 401 ");
        assertThat(curl("-i", "-X", "POST", "-H", "Accept: text/html", url("staff", "/")))
                .startsWith("HTTP/1.1 401 ");
    }

    @Test
    void nobodyIsLedToAnotherHost() {
        String ticket = ticket("staff", "//evil.example/x");

        String answer = curl("-i", "-b", jar, ticket);

        assertThat(location(answer)).isEqualTo("/evil.example/x");
    }

    @Test
    void aLogInOfAnotherBrowserIsNotTaken() {
        String ticket = ticket("staff", "/");

        assertThat(curl("-i", ticket)).startsWith("HTTP/1.1 400 ").doesNotContain("Set-Cookie");
        assertThat(curl("-i", "-b", "warren-login=" + "a".repeat(43), ticket))
                .startsWith("HTTP/1.1 400 ");
        assertThat(curl("-i", "-b", jar, ticket.replace("-staff.", "-other.")))
                .startsWith("HTTP/1.1 400 ");
        assertThat(curl("-i", "-b", jar, ticket)).startsWith("HTTP/1.1 303 ");
    }

    @Test
    void aStateThatIsNotOursIsRefused() {
        String callback = callback("staff", "/");

        assertThat(curl("-i", callback.replaceFirst("state=.{8}", "state=AAAAAAAA")))
                .startsWith("HTTP/1.1 400 ")
                .contains("was not begun here");
        assertThat(curl("-i", callback.replaceFirst("state=.*", ""))).startsWith("HTTP/1.1 400 ");
        assertThat(curl("-i", callback.replaceFirst("code=[^&]*", "error=access_denied")))
                .contains("let nobody in");
    }

    @Test
    void aCodeIsGoodOnce() {
        String callback = callback("staff", "/");

        assertThat(curl("-i", callback)).startsWith("HTTP/1.1 303 ");
        assertThat(curl("-i", callback))
                .startsWith("HTTP/1.1 400 ")
                .contains("did not take the code");
    }

    @ParameterizedTest
    @EnumSource(
            value = Signing.class,
            names = {"FOREIGN", "HS256", "NONE"})
    void aTokenThatTheProviderDidNotSignIsRefused(Signing signing) {
        provider.signing = signing;

        assertThat(curl("-i", callback("staff", "/")))
                .startsWith("HTTP/1.1 400 ")
                .contains("The ID token is not good");
    }

    /** What a token may say that makes it somebody else's. */
    enum Wrong {
        AUDIENCE,
        ISSUER,
        NONCE,
        EXPIRED,
        NOBODY;

        JWTClaimsSet.Builder change(JWTClaimsSet.Builder claims) {
            return switch (this) {
                case AUDIENCE -> claims.audience("another");
                case ISSUER -> claims.issuer("https://elsewhere.example");
                case NONCE -> claims.claim("nonce", "another");
                case EXPIRED -> claims.expirationTime(Date.from(Instant.now().minusSeconds(300)));
                case NOBODY -> claims.subject(null);
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Wrong.class)
    void aTokenThatWasMadeForSomethingElseIsRefused(Wrong wrong) {
        provider.claims = wrong::change;

        assertThat(curl("-i", callback("staff", "/")))
                .startsWith("HTTP/1.1 400 ")
                .contains("The ID token is not good");
    }

    @Test
    void whoLogsOutIsAskedAgain() {
        browse("staff", "/", "-L");

        assertThat(browse("staff", "/.warren/logout")).contains("You are logged out");

        assertThat(browse("staff", "/", "-i")).contains("303");
    }

    /** Where the provider sends a browser that asked for {@code path}. */
    private String callback(String name, String path) {
        String asked = curl("-i", "-c", jar, "-H", "Accept: text/html", url(name, path));
        return location(curl("-i", location(asked)));
    }

    /** Where the platform sends it then. */
    private String ticket(String name, String path) {
        return location(curl("-i", callback(name, path)));
    }

    private static String begin(String name, String path) {
        return curl("-i", "-H", "Accept: text/html", url(name, path));
    }

    private String browse(String name, String path, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("-b", jar, "-c", jar, "-H", "Accept: text/html", url(name, path)));
        return curl(all.toArray(String[]::new));
    }

    private String cookie(String name) {
        try {
            return java.nio.file.Files.readString(java.nio.file.Path.of(jar))
                    .lines()
                    .filter(line -> line.contains("\t" + name + "\t"))
                    .map(line -> line.substring(line.lastIndexOf('\t') + 1))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String url(String name, String path) {
        return "http://alice-%s.tuns.localhost:%d%s".formatted(name, warren.httpPort(), path);
    }

    private static String location(String answer) {
        Matcher location = LOCATION.matcher(answer);
        assertThat(location.find()).as(answer).isTrue();
        return location.group(1);
    }

    private static String curl(String... words) {
        List<String> command = new ArrayList<>(List.of("curl", "-s", "-m", "20", "--path-as-is"));
        command.addAll(List.of(words));
        try {
            Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
            curl.getOutputStream().close();
            return new String(curl.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void echo(HttpExchange exchange) throws IOException {
        var text = new StringBuilder();
        text.append(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        text.append('\n')
                                .append(name.toLowerCase(Locale.ROOT))
                                .append(": ")
                                .append(values));
        byte[] bytes = text.append('\n').toString().getBytes(UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
