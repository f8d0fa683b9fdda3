package dev.warren.edge.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.edge.http.tls.TestCertificates.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.InstantSource;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateStoreTest {

    @TempDir Path folder;
    private final FakeSource source = new FakeSource();
    private @Nullable CertificateStore made;

    /** The SSH server brings it along, so that it is there in practice. */
    @BeforeAll
    static void addBouncyCastle() {
        Security.addProvider(new BouncyCastleProvider());
    }

    @BeforeEach
    void forget() {
        made = null;
    }

    private CertificateStore store() {
        CertificateStore now = made;
        if (now == null) {
            now =
                    new CertificateStore(
                            folder,
                            List.of("last.test", "*.last.test"),
                            source,
                            InstantSource.system());
            made = now;
        }
        return now;
    }

    private List<String> names(@Nullable String host) {
        return store().current().pick(host).identity().names().stream().sorted().toList();
    }

    @Test
    void picksTheHostsOwnThenTheWildcardsThenTheDefault() {
        TestCertificates.write(folder, "b", Kind.EC, "a.test", "*.tuns.test");
        TestCertificates.write(folder, "c", Kind.EC, "x.tuns.test");
        TestCertificates.write(folder, "default", Kind.EC, "default.test");

        assertThat(names("a.test")).contains("a.test");
        assertThat(names("y.tuns.test")).contains("*.tuns.test");
        assertThat(names("x.tuns.test")).containsExactly("x.tuns.test");
        assertThat(names("deep.y.tuns.test")).containsExactly("default.test");
        assertThat(names("tuns.test")).containsExactly("default.test");
        assertThat(names(null)).containsExactly("default.test");
    }

    @Test
    void takesThePlatformsOwnCertificateForTheDefault() {
        TestCertificates.write(folder, "a", Kind.EC, "a.test");
        TestCertificates.write(folder, "z", Kind.EC, "last.test");

        assertThat(names(null)).containsExactly("last.test");
    }

    @Test
    void makesOneItselfWhenThereIsNone() {
        assertThat(names("whoever.test")).containsExactly("*.last.test", "last.test");
    }

    @Test
    void takesCertificatesFromElsewhereAsWell() {
        TestCertificates.write(folder, "a", Kind.EC, "a.test");
        assertThat(names("b.test")).containsExactly("a.test");

        source.identities = List.of(TestCertificates.identity("b.test", "*.b.test"));
        store().look();
        assertThat(names("a.test")).containsExactly("a.test");
        assertThat(names("x.b.test")).containsExactly("*.b.test", "b.test");

        source.identities = List.of();
        store().look();
        assertThat(names("b.test")).containsExactly("a.test");
    }

    @Test
    void readsTheLayoutOfCertbot() throws IOException {
        Path live = Files.createDirectories(folder.resolve("a.test"));
        TestCertificates.write(
                live.resolve("fullchain.pem"), live.resolve("privkey.pem"), Kind.EC, "a.test");

        assertThat(names("a.test")).containsExactly("a.test");
    }

    @Test
    void readsKeysOfOtherKindsAndOfTheOldFormat() {
        TestCertificates.write(folder, "a", Kind.RSA, "a.test");
        TestCertificates.write(folder, "b", Kind.ED25519, "b.test");
        TestCertificates.writeOldFormat(folder, "c", Kind.RSA, "c.test");

        for (String host : List.of("a.test", "b.test", "c.test")) {
            assertThat(names(host)).containsExactly(host);
        }
    }

    @Test
    void takesChangesOverAndKeepsTheLastGoodOne() throws IOException {
        TestCertificates.write(folder, "a", Kind.EC, "a.test");
        assertThat(names("a.test")).containsExactly("a.test");

        TestCertificates.write(folder, "a", Kind.EC, "a.test", "new.test");
        store().look();
        assertThat(names("new.test")).containsExactly("a.test", "new.test");

        TestCertificates.replace(folder.resolve("a.crt"), "no certificate at all");
        store().look();
        assertThat(names("new.test")).containsExactly("a.test", "new.test");

        TestCertificates.write(folder, "b", Kind.EC, "b.test");
        Files.copy(folder.resolve("b.crt"), folder.resolve("c.crt"));
        Files.copy(folder.resolve("a.key"), folder.resolve("c.key"));
        store().look();
        assertThat(names("b.test")).containsExactly("b.test");
        assertThat(names("new.test")).containsExactly("a.test", "new.test");

        Files.delete(folder.resolve("a.key"));
        store().look();
        assertThat(names("new.test")).containsExactly("b.test");
    }

    @Test
    void makesNothingAnewThatStaysTheSame() {
        TestCertificates.write(folder, "a", Kind.EC, "a.test");
        TlsIdentity before = store().current().pick("a.test");

        TestCertificates.write(folder, "b", Kind.ED25519, "b.test");
        store().look();

        assertThat(store().current().pick("b.test").identity().covers("b.test")).isTrue();
        assertThat(store().current().pick("a.test")).isSameAs(before);
    }

    @Test
    void sendsOnlyRequestsForSomebodyElsesHostAway() {
        TestCertificates.write(folder, "a", Kind.EC, "a.test", "*.tuns.test");
        TestCertificates.write(folder, "b", Kind.EC, "b.test");
        TestCertificates.write(folder, "default", Kind.EC, "default.test");
        TlsIdentities all = store().current();
        TlsIdentity used = all.pick("a.test");

        assertThat(all.mayAsk(used, "a.test")).isTrue();
        assertThat(all.mayAsk(used, "x.tuns.test")).isTrue();
        assertThat(all.mayAsk(used, "unknown.test")).isTrue();
        assertThat(all.mayAsk(used, "b.test")).isFalse();
    }
}
