package dev.warren.registry.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Manifest;
import dev.warren.registry.testing.FaultyUpstream;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands for other registries, as OpenSSH sends them. */
@ExtendWith(PullingRegistry.class)
class WarmIT {

    /** No other test asks this upstream. */
    private static final int NUMBER = PullingRegistry.LAST;

    @TempDir
    @SuppressWarnings("NullAway.Init") // made by JUnit
    private static Path keys;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Ssh admin;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Ssh user;

    private final FaultyUpstream server = PullingRegistry.alone(NUMBER);
    private final String upstream = "u" + NUMBER;

    @BeforeAll
    static void start() throws Exception {
        RunningRegistry registry = PullingRegistry.registry();
        admin = Ssh.of(registry, PullingRegistry.admin().account(), keys);
        user = Ssh.of(registry, registry.person("wanda", 71).account(), keys);
    }

    private static byte[] random(int seed) {
        byte[] bytes = new byte[200_000];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** An image for two platforms with a layer each; the second's is foreign as well. */
    private Digest image(byte[] one, byte[] other) {
        Digest first = server.blob("a/warm", one);
        Digest second = server.blob("a/warm", other);
        byte[] config = "{}".getBytes(UTF_8);
        server.blob("a/warm", config);
        String form =
                """
                {"schemaVersion":2,"mediaType":"%s",
                 "config":{"mediaType":"c","digest":"%s","size":2},
                 "layers":[{"mediaType":"l","digest":"%s","size":200000},
                   {"mediaType":"f","digest":"%s","size":7,"urls":["http://127.0.0.1:1/x"]}]}
                """;
        Digest foreign = Digest.of(new byte[] {5, 5});
        Digest amd =
                server.manifest(
                        "a/warm",
                        "amd",
                        Manifest.OCI_MANIFEST,
                        form.formatted(Manifest.OCI_MANIFEST, Digest.of(config), first, foreign));
        Digest arm =
                server.manifest(
                        "a/warm",
                        "arm",
                        Manifest.OCI_MANIFEST,
                        form.formatted(Manifest.OCI_MANIFEST, Digest.of(config), second, foreign));
        return server.manifest(
                "a/warm",
                "new1",
                Manifest.OCI_INDEX,
                """
                {"schemaVersion":2,"mediaType":"%s","manifests":[
                  {"mediaType":"m","digest":"%s","size":1,"platform":{"os":"linux","architecture":"amd64"}},
                  {"mediaType":"m","digest":"%s","size":1,
                   "platform":{"os":"linux","architecture":"arm","variant":"v7"}}]}
                """
                        .formatted(Manifest.OCI_INDEX, amd, arm));
    }

    @Test
    void anImageIsFetchedForThePlatformsThatAreWantedAndShownAsItComes() throws Exception {
        byte[] one = random(101);
        byte[] other = random(102);
        image(one, other);
        String image = upstream + "/a/warm:new1";

        Ssh.Result none = user.run("registry warm %s --platform linux/riscv64".formatted(image));
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.err()).contains("linux/amd64, linux/arm/v7");

        Ssh.Result first = user.run("registry warm %s --platform linux/amd64".formatted(image));
        assertThat(first.status()).as(first.err()).isZero();
        assertThat(first.out())
                .contains(Digest.of(one).hex().substring(0, 12) + " [" + "#".repeat(24) + "] 100%")
                .contains("2 manifests, 2 layers")
                .contains("of which 195.3 KiB came now");
        assertThat(server.asked("GET /v2/a/warm/blobs/" + Digest.of(one))).hasSize(1);
        assertThat(server.asked("/blobs/" + Digest.of(other))).isEmpty();

        Ssh.Result all = user.run("registry warm %s --platform all --json".formatted(image));
        assertThat(all.status()).as(all.err()).isZero();
        assertThat(all.out())
                .contains("\"event\":\"here\"")
                .contains("\"event\":\"fetched\"")
                .contains("\"event\":\"warm\"")
                .contains("\"manifests\":3")
                .contains("\"fetched\":200000");
        assertThat(server.asked("GET /v2/a/warm/blobs/" + Digest.of(one)))
                .as("it was here")
                .hasSize(1);

        server.setDown(true);
        Client nobody = Client.nobody(PullingRegistry.registry());
        assertThat(nobody.get("/v2/" + upstream + "/a/warm/blobs/" + Digest.of(other)).body())
                .isEqualTo(other);
        server.setDown(false);
    }

    @Test
    void whatCannotBeWarmedIsSaidInWords() throws Exception {
        assertThat(user.run("registry warm wanda/app:1").err())
                .contains("no other registry's image");
        assertThat(user.run("registry warm %s/a/absent:1".formatted(upstream)).err())
                .contains("there is no manifest 1");
        assertThat(user.run("registry warm %s/a/b:1 --platform nonsense".formatted(upstream)).err())
                .contains("linux/amd64");
        assertThat(user.run("registry warm ours/a/hidden:1").err()).contains("no such image");
        StringBuilder layers = new StringBuilder();
        for (int i = 0; i <= 5000; i++) {
            layers.append(i == 0 ? "" : ",")
                    .append(
                            "{\"mediaType\":\"l\",\"digest\":\"sha256:%064x\",\"size\":1}"
                                    .formatted(i));
        }
        server.manifest(
                "a/many",
                "new1",
                Manifest.OCI_MANIFEST,
                "{\"schemaVersion\":2,\"layers\":[%s]}".formatted(layers));
        assertThat(user.run("registry warm %s/a/many:new1".formatted(upstream)).err())
                .contains("too many layers (expected: at most 5000)");
    }

    @Test
    void mirrorsAreListedAndReset() throws Exception {
        assertThat(user.run("registry warm %s/a/gone:1".formatted(upstream)).status()).isEqualTo(1);
        String row =
                user.run("registry mirrors")
                        .out()
                        .lines()
                        .filter(line -> line.startsWith(upstream + " "))
                        .findFirst()
                        .orElseThrow();
        assertThat(row).contains("good");
        assertThat(user.run("registry mirrors --json").out())
                .contains("\"upstream\":\"%s\"".formatted(upstream))
                .contains("\"refused\":");

        assertThat(user.run("registry mirrors --reset " + upstream).status()).isEqualTo(1);
        int asked = server.asked("/a/gone/").size();
        user.run("registry warm %s/a/gone:1".formatted(upstream));
        assertThat(server.asked("/a/gone/")).as("refused before").hasSize(asked);
        assertThat(admin.run("registry mirrors --reset " + upstream).status()).isZero();
        user.run("registry warm %s/a/gone:1".formatted(upstream));
        assertThat(server.asked("/a/gone/").size()).isGreaterThan(asked);
        assertThat(admin.run("registry mirrors --reset nobody").err()).contains("no upstream");
    }
}
