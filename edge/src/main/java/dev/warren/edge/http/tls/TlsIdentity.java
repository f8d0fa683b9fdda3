package dev.warren.edge.http.tls;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** An {@link Identity} ready for handshakes. Thread-safe. */
record TlsIdentity(Identity identity, SslContext context) {

    private static final int SESSIONS = 1000;
    private static final Duration SESSION_LIFE = Duration.ofHours(4);
    private static final ApplicationProtocolConfig PROTOCOLS =
            protocols(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1);
    private static final ApplicationProtocolConfig CHALLENGE = protocols(ChallengeEnd.PROTOCOL);

    static {
        // a client could ask for one handshake after another on one connection
        String renegotiation = "jdk.tls.rejectClientInitiatedRenegotiation";
        if (System.getProperty(renegotiation) == null) {
            System.setProperty(renegotiation, "true");
        }
    }

    static TlsIdentity of(Identity identity) throws SSLException {
        return of(identity, PROTOCOLS);
    }

    /** One for the certificate authority that asks, and for nobody else. */
    static TlsIdentity challenge(Identity identity) throws SSLException {
        return of(identity, CHALLENGE);
    }

    private static ApplicationProtocolConfig protocols(String... names) {
        return new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                names);
    }

    private static TlsIdentity of(Identity identity, ApplicationProtocolConfig protocols)
            throws SSLException {
        SslContext context =
                SslContextBuilder.forServer(
                                identity.key(), identity.chain().toArray(X509Certificate[]::new))
                        .sslProvider(SslProvider.JDK)
                        .protocols("TLSv1.3", "TLSv1.2")
                        .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                        .applicationProtocolConfig(protocols)
                        .sessionCacheSize(SESSIONS)
                        .sessionTimeout(SESSION_LIFE.toSeconds())
                        .build();
        return new TlsIdentity(identity, context);
    }
}
