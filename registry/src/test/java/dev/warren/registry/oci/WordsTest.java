package dev.warren.registry.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

    private static final String EMPTY =
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void digestsAreReadAndSpeltAlike() {
        assertThat(Digest.parse(EMPTY).orElseThrow()).hasToString(EMPTY);
        assertThat(Digest.of(new byte[0])).hasToString(EMPTY);
        assertThat(Digest.of(Digest.Algorithm.SHA512, new byte[0]).hex()).hasSize(128);
        assertThat(Digest.parse("sha512:" + "0a".repeat(64))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256:",
                "sha256",
                "md5:d41d8cd98f00b204e9800998ecf8427e",
                "sha256:../../../../etc/passwd",
                "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
                "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85",
                "sha512:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855/",
                "SHA256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
            })
    void whatIsNoDigestIsNone(String text) {
        assertThat(Digest.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "alice/app", "a/b/c", "a.b/c_d/e__f/g---h", "blobs/uploads/tags"})
    void namesOfRepositories(String text) {
        assertThat(RepositoryName.parse(text)).map(RepositoryName::value).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "a/",
                "/a",
                "a//b",
                "A/b",
                "a/../b",
                "..",
                "a/.b",
                "a/b.",
                "a___b",
                "a b",
                "a\u0000b",
                "ä/b",
                "a;x/b",
                "a%2fb",
                "a._b"
            })
    void whatIsNoName(String text) {
        assertThat(RepositoryName.parse(text)).isEmpty();
    }

    @Test
    void aNameHasAtMost255Characters() {
        assertThat(RepositoryName.parse("a".repeat(255))).isPresent();
        assertThat(RepositoryName.parse("a".repeat(256))).isEmpty();
    }

    @Test
    void aReferenceIsATagOrADigest() {
        assertThat(Reference.parse("v1.0")).contains(new Reference.Tag("v1.0"));
        assertThat(Reference.parse(EMPTY)).contains(new Reference.ByDigest(Digest.of(new byte[0])));
        assertThat(Reference.parse("sha256:abc")).isEmpty();
        assertThat(Reference.parse(".hidden")).isEmpty();
        assertThat(Reference.parse("a".repeat(129))).isEmpty();
    }

    @Test
    void aManifestIsReadForWhatItRefersTo() throws ManifestException {
        String text =
                """
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/x","digest":"%s","size":0},
                 "layers":[{"mediaType":"l","digest":"%s","size":7,"annotations":{"deep":[[{}]]}},
                    {"mediaType":"l","digest":"%s","size":8,"urls":["https://example.org/l"]}],
                 "subject":{"mediaType":"m","digest":"%s","size":1},"annotations":{"k":"v"},"own":{"x":[1]}}
                """
                        .formatted(Manifest.OCI_MANIFEST, EMPTY, EMPTY, EMPTY, EMPTY);

        Manifest manifest = read(text, Manifest.OCI_MANIFEST);

        assertThat(manifest.children())
                .extracting(Manifest.Child::kind)
                .containsExactly(Manifest.Kind.CONFIG, Manifest.Kind.LAYER, Manifest.Kind.FOREIGN);
        assertThat(manifest.children().get(1).size()).isEqualTo(7);
        assertThat(manifest.subject()).contains(Digest.of(new byte[0]));
        assertThat(manifest.artifactType()).contains("application/x");
        assertThat(manifest.annotations()).containsEntry("k", "v");
    }

    @Test
    void anIndexHasNoArtifactTypeButItsOwn() throws ManifestException {
        String text =
                "{\"schemaVersion\":2,\"manifests\":[{\"digest\":\"%s\",\"size\":1}]}"
                        .formatted(EMPTY);

        Manifest manifest = read(text, Manifest.OCI_INDEX);

        assertThat(manifest.artifactType()).isEmpty();
        assertThat(manifest.children()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{}",
                "{\"schemaVersion\":1,\"fsLayers\":[]}",
                "{\"schemaVersion\":2,\"fsLayers\":[]}",
                "{\"schemaVersion\":2}{}",
                "{\"schemaVersion\":2,\"schemaVersion\":2}",
                "{\"schemaVersion\":2,\"layers\":{}}",
                "{\"schemaVersion\":2,\"layers\":[1]}",
                "{\"schemaVersion\":2,\"layers\":[{\"digest\":\"sha256:x\",\"size\":1}]}",
                "{\"schemaVersion\":2,\"config\":\"x\"}",
                "{\"schemaVersion\":2,\"mediaType\":\"application/other\"}",
                "{\"schemaVersion\":2,\"annotations\":{\"a\":1}}"
            })
    void whatIsNoManifestIsRefusedInWords(String text) {
        assertThatThrownBy(() -> read(text, Manifest.OCI_MANIFEST))
                .isInstanceOf(ManifestException.class)
                .hasMessageNotContaining("jackson");
    }

    @Test
    void depthAndNumberOfPartsAreLimited() {
        String deep = "{\"schemaVersion\":2,\"x\":" + "[".repeat(100) + "]".repeat(100) + "}";
        String part = "{\"digest\":\"%s\",\"size\":1}".formatted(EMPTY);
        String many =
                "{\"schemaVersion\":2,\"layers\":[" + (part + ",").repeat(10_000) + part + "]}";

        assertThatThrownBy(() -> read(deep, Manifest.OCI_MANIFEST))
                .isInstanceOf(ManifestException.class);
        assertThatThrownBy(() -> read(many, Manifest.OCI_MANIFEST))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("10000 parts");
    }

    private static Manifest read(String text, String type) throws ManifestException {
        return ManifestReader.read(text.getBytes(StandardCharsets.UTF_8), type);
    }
}
