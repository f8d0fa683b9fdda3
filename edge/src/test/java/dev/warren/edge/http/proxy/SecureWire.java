package dev.warren.edge.http.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** A {@link Wire} over TLS that trusts everybody. */
final class SecureWire {

    private SecureWire() {}

    /** Connects and shakes hands; {@code sni} null names no host. */
    static SSLSocket socket(int port, @Nullable String sni, String... protocols) {
        return socket(port, sni, new String[0], protocols);
    }

    /** The same, offering {@code applications} in the handshake. */
    static SSLSocket socket(
            int port, @Nullable String sni, String[] applications, String[] protocols) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Gullible()}, null);
            Socket tcp = new Socket("127.0.0.1", port);
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(tcp, "", port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(sni == null ? List.of() : List.of(new SNIHostName(sni)));
            parameters.setApplicationProtocols(applications);
            socket.setSSLParameters(parameters);
            if (protocols.length > 0) {
                socket.setEnabledProtocols(protocols);
            }
            socket.setSoTimeout(20_000);
            socket.startHandshake();
            return socket;
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static Wire connect(int port, @Nullable String sni, String... protocols) {
        try {
            return new Wire(socket(port, sni, protocols));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Gullible extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
