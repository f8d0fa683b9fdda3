package dev.warren.edge.acme;

import dev.warren.core.StartRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.AbstractAcmeProvider;

/** Any directory, with a certificate that the JVM or a file of the operator's vouches for. */
final class DirectoryProvider extends AbstractAcmeProvider {

    private final @Nullable SSLContext trusting;

    /**
     * @param trust authorities in PEM; null for the JVM's
     * @throws StartRefusedException when the file is not that
     */
    DirectoryProvider(@Nullable Path trust) {
        this.trusting = trust == null ? null : context(trust);
    }

    @Override
    public boolean accepts(URI server) {
        return "https".equals(server.getScheme());
    }

    @Override
    public URL resolve(URI server) {
        try {
            return server.toURL();
        } catch (MalformedURLException unusable) {
            throw new IllegalArgumentException(unusable);
        }
    }

    @Override
    public HttpClient createHttpClient(NetworkSettings network) {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .connectTimeout(network.getTimeout())
                        .executor(task -> Thread.ofVirtual().name("acme-client").start(task));
        if (trusting != null) {
            builder.sslContext(trusting);
        }
        return builder.build();
    }

    private static SSLContext context(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate one :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("trusted-" + number++, one);
            }
            if (number == 0) {
                throw new IOException("no certificate");
            }
            TrustManagerFactory managers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException unusable) {
            throw new StartRefusedException(
                    "warren.https.acme.trust: %s cannot be used (expected: certificates in PEM)"
                            .formatted(file),
                    unusable);
        }
    }
}
