package dev.warren.core.outbound;

import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;

/** Builds the pool of connections, every one of which goes through {@link GuardedSocket}. */
final class GuardedConnections extends PoolingHttpClientConnectionManagerBuilder {

    private final AddressRules rules;

    private GuardedConnections(AddressRules rules) {
        this.rules = rules;
    }

    static PoolingHttpClientConnectionManager pool(
            OutboundProperties properties, AddressRules rules, GuardedResolver names) {
        Http1Config headers =
                Http1Config.custom()
                        .setMaxLineLength(16 * 1024)
                        .setMaxHeaderCount(200)
                        .setMaxEmptyLineCount(2)
                        .build();
        long connect = properties.connectTimeout().toMillis();
        long response = properties.responseTimeout().toMillis();
        return new GuardedConnections(rules)
                .setDnsResolver(names)
                .setConnectionFactory(
                        ManagedHttpClientConnectionFactory.builder().http1Config(headers).build())
                .setMaxConnTotal(properties.maxConnections())
                .setMaxConnPerRoute(properties.maxConnectionsPerHost())
                .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                                .setConnectTimeout(connect, TimeUnit.MILLISECONDS)
                                .setSocketTimeout((int) response, TimeUnit.MILLISECONDS)
                                .setIdleTimeout(30, TimeUnit.SECONDS)
                                .setTimeToLive(5, TimeUnit.MINUTES)
                                .setValidateAfterInactivity(1, TimeUnit.SECONDS)
                                .build())
                .build();
    }

    @Override
    protected HttpClientConnectionOperator createConnectionOperator(
            SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
        return new DefaultHttpClientConnectionOperator(
                _ -> new GuardedSocket(rules),
                ports,
                names,
                RegistryBuilder.<TlsSocketStrategy>create()
                        .register(URIScheme.HTTPS.id, tls)
                        .build());
    }
}
