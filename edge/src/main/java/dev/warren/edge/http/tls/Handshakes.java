package dev.warren.edge.http.tls;

import dev.warren.edge.http.BackendTls;
import dev.warren.edge.http.HttpRefusal;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** Words for visitors on handshakes with backends that came to nothing. */
final class Handshakes {

    private static final String TITLE = "No TLS behind this address";
    private static final int LONGEST = 200;

    private Handshakes() {}

    static HttpRefusal refusal(Throwable cause, BackendTls.Server server) {
        if (cause instanceof SslHandshakeTimeoutException) {
            return new HttpRefusal(
                    504,
                    TITLE,
                    "the service behind this address is asked in TLS, as for port 443, and did not"
                            + " answer in time");
        }
        return new HttpRefusal(502, TITLE, detail(cause, server));
    }

    static HttpRefusal noHttp2() {
        return new HttpRefusal(
                502,
                "No HTTP/2 behind this address",
                "the service behind this address speaks TLS, but no HTTP/2 in it");
    }

    private static String detail(Throwable cause, BackendTls.Server server) {
        if (find(cause, NotSslRecordException.class) != null) {
            return "the service behind this address is asked in TLS, as for port 443, and answered"
                    + " without it";
        }
        CertificateException certificate = find(cause, CertificateException.class);
        if (server.verify() && certificate != null) {
            return "the certificate of the service behind this address is not good for %s: %s"
                    .formatted(server.name(), words(certificate));
        }
        if (find(cause, ClosedChannelException.class) != null) {
            return "the service behind this address hung up when it was asked in TLS";
        }
        return "the service behind this address and this server could not agree on TLS: "
                + words(cause);
    }

    private static <T extends Throwable> @Nullable T find(Throwable cause, Class<T> kind) {
        Throwable next = cause;
        for (int depth = 0; next != null && depth < 8; depth++) {
            if (kind.isInstance(next)) {
                return kind.cast(next);
            }
            next = next.getCause();
        }
        return null;
    }

    /** What the JDK says, which may repeat names of the certificate. */
    private static String words(Throwable cause) {
        String message = cause.getMessage();
        String said = message == null ? cause.getClass().getSimpleName() : message;
        String plain = said.replaceAll("[^ -~]+", " ");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST);
    }
}
