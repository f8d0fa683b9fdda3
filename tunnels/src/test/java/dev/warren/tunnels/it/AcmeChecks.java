package dev.warren.tunnels.it;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.IntSupplier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Looks at proofs as an authority does, with every host on this machine. */
final class AcmeChecks {

    private static final int PATIENCE = 5000;
    private static final String VALIDATION = "1.3.6.1.5.5.7.1.31";

    volatile IntSupplier httpPort = () -> 80;
    volatile IntSupplier tlsPort = () -> 443;
    volatile @Nullable InetSocketAddress nameServer;

    /** What is wrong with a proof; null for nothing. */
    @Nullable String problem(String kind, String host, String token, String answer) {
        try {
            return switch (kind) {
                case "http-01" -> http(host, token, answer);
                case "tls-alpn-01" -> tls(host, answer);
                case "dns-01" -> dns(host, answer);
                default -> "no such challenge: " + kind;
            };
        } catch (IOException | GeneralSecurityException unreachable) {
            return unreachable.toString();
        }
    }

    private @Nullable String http(String host, String token, String answer) throws IOException {
        try (Socket socket = connect(httpPort.getAsInt())) {
            socket.getOutputStream()
                    .write(
                            "GET /.well-known/acme-challenge/%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                                    .formatted(token, host)
                                    .getBytes(US_ASCII));
            String response = new String(socket.getInputStream().readNBytes(10_000), US_ASCII);
            int body = response.indexOf("\r\n\r\n");
            boolean good =
                    response.startsWith("HTTP/1.1 200 ")
                            && body > 0
                            && response.substring(body + 4).strip().equals(answer);
            return good
                    ? null
                    : "the answer was: " + response.lines().findFirst().orElse("nothing");
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(PATIENCE);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE);
        return socket;
    }

    private @Nullable String tls(String host, String answer)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        int port = tlsPort.getAsInt();
        try (SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory().createSocket(connect(port), host, port, true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            parameters.setApplicationProtocols(new String[] {"acme-tls/1"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            if (!"acme-tls/1".equals(socket.getApplicationProtocol())) {
                return "the protocol was: " + socket.getApplicationProtocol();
            }
            return certificateProblem(
                    (X509Certificate) socket.getSession().getPeerCertificates()[0], host, answer);
        }
    }

    private static @Nullable String certificateProblem(
            X509Certificate certificate, String host, String answer)
            throws GeneralSecurityException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names == null || names.size() != 1 || !names.iterator().next().get(1).equals(host)) {
            return "the names were: " + names;
        }
        if (!certificate.getCriticalExtensionOIDs().contains(VALIDATION)) {
            return "no critical acmeIdentifier";
        }
        // an octet string in an octet string, both of 32 bytes in the end
        byte[] value = certificate.getExtensionValue(VALIDATION);
        byte[] digest = Arrays.copyOfRange(value, value.length - 32, value.length);
        return value.length == 36 && MessageDigest.isEqual(digest, sha256(answer))
                ? null
                : "the acmeIdentifier is another";
    }

    private @Nullable String dns(String host, String answer)
            throws IOException, GeneralSecurityException {
        if (nameServer == null) {
            return "there is no name server";
        }
        String wanted = Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(answer));
        boolean found =
                look(host).stream()
                        .anyMatch(record ->
                                record instanceof TXTRecord text
                                        && text.getStrings().contains(wanted));
        return found ? null : "no such text at _acme-challenge." + host + ".";
    }

    /** How many proofs stand at {@code host}. */
    int texts(String host) throws IOException {
        return look(host).size();
    }

    private List<Record> look(String host) throws IOException {
        SimpleResolver resolver = new SimpleResolver(Objects.requireNonNull(nameServer));
        resolver.setTimeout(Duration.ofMillis(PATIENCE));
        Name name = Name.fromString("_acme-challenge." + host + ".");
        Message response =
                resolver.send(Message.newQuery(Record.newRecord(name, Type.TXT, DClass.IN)));
        return response.getSection(Section.ANSWER);
    }

    private static byte[] sha256(String text) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
    }

    private static final class Anybody implements X509TrustManager {

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
