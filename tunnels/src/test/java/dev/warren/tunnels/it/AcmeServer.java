package dev.warren.tunnels.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.warren.tunnels.it.AcmeSignature.Malformed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An authority that speaks RFC 8555 and takes nothing on trust: nonces are good once, signatures
 * are verified, orders go from state to state, and challenges are looked at where they should be.
 */
final class AcmeServer implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    final AcmeAuthority authority = new AcmeAuthority();
    final AcmeChecks checks = new AcmeChecks();

    /** All orders that were made, in their order. */
    final List<Order> orders = new CopyOnWriteArrayList<>();

    /** How long certificates last. */
    volatile Duration life = Duration.ofDays(90);

    /** How long new orders are refused from now on; null for not at all. */
    volatile @Nullable Duration rateLimit;

    /** Whether finalizing waits in the state that was reached. */
    volatile boolean deaf;

    /** When all certificates should be renewed; null for saying nothing. */
    volatile @Nullable Instant renewal;

    volatile Set<String> kinds = Set.of("http-01", "tls-alpn-01", "dns-01");
    final AtomicInteger accounts = new AtomicInteger();
    final AtomicInteger refusedNonces = new AtomicInteger();

    private final Map<String, String> keys = new ConcurrentHashMap<>();
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();
    private final AtomicInteger numbers = new AtomicInteger();
    private @Nullable HttpsServer server;
    private int port;

    /** One name's order and its only authorization. */
    static final class Order {
        final int id;
        final String name;
        final String account;
        final String token;
        volatile String state = "pending";
        volatile String proof = "pending";
        volatile @Nullable String proved;
        volatile @Nullable String problem;
        volatile @Nullable X509Certificate certificate;
        volatile @Nullable String replaces;

        Order(int id, String name, String account) {
            this.id = id;
            this.name = name;
            this.account = account;
            this.token = "token-" + id + "_" + Integer.toHexString(name.hashCode());
        }

        String host() {
            return name.startsWith("*.") ? name.substring(2) : name;
        }
    }

    /** Starts to answer, at the same port as before. */
    void start() throws IOException {
        HttpsServer fresh =
                HttpsServer.create(
                        new InetSocketAddress(InetAddress.getByName("localhost"), port), 0);
        fresh.setHttpsConfigurator(new HttpsConfigurator(authority.localhost()));
        fresh.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        fresh.createContext("/", this::serve);
        fresh.start();
        port = fresh.getAddress().getPort();
        server = fresh;
    }

    String directory() {
        return url("/directory");
    }

    private String url(String path) {
        return "https://localhost:" + port + path;
    }

    List<Order> ordersOf(String name) {
        return orders.stream().filter(order -> order.name.equals(name)).toList();
    }

    @Override
    public void close() {
        HttpsServer now = server;
        if (now != null) {
            now.stop(0);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            try {
                if (path.equals("/directory")) {
                    answer(exchange, 200, directoryOf());
                } else if (path.equals("/nonce")) {
                    answer(exchange, 200, null);
                } else if (path.startsWith("/renewal/") && renewal != null) {
                    answer(exchange, 200, window());
                } else {
                    post(exchange, path, signed(exchange));
                }
            } catch (Malformed refused) {
                problem(exchange, 400, refused.type, String.valueOf(refused.getMessage()));
            }
        }
    }

    private Map<String, Object> directoryOf() {
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("newNonce", url("/nonce"));
        found.put("newAccount", url("/account"));
        found.put("newOrder", url("/order"));
        found.put("revokeCert", url("/revoke"));
        found.put("keyChange", url("/key"));
        found.put("renewalInfo", url("/renewal"));
        found.put("meta", Map.of("termsOfService", url("/terms")));
        return found;
    }

    private Map<String, Object> window() {
        Instant begin = Objects.requireNonNull(renewal);
        return Map.of(
                "suggestedWindow",
                Map.of("start", begin.toString(), "end", begin.plusSeconds(1).toString()));
    }

    private AcmeSignature signed(HttpExchange exchange) throws IOException, Malformed {
        if (!"application/jose+json"
                .equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
            throw new Malformed("malformed", "Content-Type");
        }
        AcmeSignature read =
                AcmeSignature.read(
                        exchange.getRequestBody().readNBytes(100_000), kid -> keys.get(kid));
        if (!read.header()
                .path("url")
                .asString("")
                .equals(url(exchange.getRequestURI().getPath()))) {
            throw new Malformed("malformed", "url: " + read.header().path("url"));
        }
        String nonce = read.header().path("nonce").asString("");
        if (!nonces.remove(nonce) || refusedNonces.getAndIncrement() == 1) {
            throw new Malformed("badNonce", "nonce: " + nonce);
        }
        return read;
    }

    private void post(HttpExchange exchange, String path, AcmeSignature request)
            throws IOException, Malformed {
        String[] parts = path.split("/");
        if (path.equals("/account")) {
            account(exchange, request);
            return;
        }
        String account = request.header().path("kid").asString("");
        if (path.equals("/order")) {
            order(exchange, request, account);
            return;
        }
        Order order =
                orders.stream()
                        .filter(one ->
                                parts.length == 3
                                        && parts[2].split("~")[0].equals(Integer.toString(one.id))
                                        && one.account.equals(account))
                        .findFirst()
                        .orElseThrow(() -> new Malformed("malformed", "no such thing: " + path));
        switch (parts[1]) {
            case "orders" -> answer(exchange, 200, show(order));
            case "authorization" -> answer(exchange, 200, authorization(order));
            case "challenge" -> challenge(exchange, order, parts[2].split("~")[1], request);
            case "finalize" -> finish(exchange, order, request);
            case "certificate" -> certificate(exchange, order);
            default -> throw new Malformed("malformed", path);
        }
    }

    private void account(HttpExchange exchange, AcmeSignature request)
            throws IOException, Malformed {
        JsonNode payload = request.payload();
        if (payload == null || !payload.path("termsOfServiceAgreed").asBoolean(false)) {
            throw new Malformed("userActionRequired", "the terms");
        }
        String address = url("/accounts/" + AcmeSignature.thumbprint(request.key()));
        boolean fresh = keys.putIfAbsent(address, request.key()) == null;
        accounts.addAndGet(fresh ? 1 : 0);
        exchange.getResponseHeaders().set("Location", address);
        answer(
                exchange,
                fresh ? 201 : 200,
                Map.of("status", "valid", "orders", address + "/orders"));
    }

    private void order(HttpExchange exchange, AcmeSignature request, String account)
            throws IOException, Malformed {
        Duration limit = rateLimit;
        if (limit != null) {
            exchange.getResponseHeaders().set("Retry-After", Long.toString(limit.toSeconds()));
            problem(exchange, 429, "rateLimited", "too many orders");
            return;
        }
        JsonNode payload = request.payload();
        if (payload == null || payload.path("identifiers").size() != 1) {
            throw new Malformed("malformed", "one identifier at a time");
        }
        Order made =
                new Order(
                        numbers.incrementAndGet(),
                        payload.path("identifiers").get(0).path("value").asString(""),
                        account);
        made.replaces = payload.path("replaces").asString(null);
        orders.add(made);
        exchange.getResponseHeaders().set("Location", url("/orders/" + made.id));
        answer(exchange, 201, show(made));
    }

    private Map<String, Object> show(Order order) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("status", order.state);
        shown.put("identifiers", List.of(Map.of("type", "dns", "value", order.name)));
        shown.put("authorizations", List.of(url("/authorization/" + order.id)));
        shown.put("finalize", url("/finalize/" + order.id));
        if (order.certificate != null) {
            shown.put("certificate", url("/certificate/" + order.id));
        }
        return shown;
    }

    private Map<String, Object> authorization(Order order) {
        List<Map<String, Object>> challenges = new ArrayList<>();
        for (String kind : List.of("dns-01", "http-01", "tls-alpn-01")) {
            if (kinds.contains(kind) && (kind.equals("dns-01") || !order.name.startsWith("*."))) {
                challenges.add(shown(order, kind));
            }
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("status", order.proof);
        shown.put("identifier", Map.of("type", "dns", "value", order.host()));
        shown.put("challenges", challenges);
        if (order.name.startsWith("*.")) {
            shown.put("wildcard", true);
        }
        return shown;
    }

    private Map<String, Object> shown(Order order, String kind) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("type", kind);
        shown.put("url", url("/challenge/" + order.id + "~" + kind));
        shown.put("token", order.token);
        boolean chosen = kind.equals(order.proved);
        shown.put(
                "status",
                chosen ? order.proof.equals("pending") ? "processing" : order.proof : "pending");
        if (chosen && order.problem != null) {
            shown.put(
                    "error",
                    Map.of(
                            "type",
                            "urn:ietf:params:acme:error:unauthorized",
                            "detail",
                            order.problem));
        }
        return shown;
    }

    private void challenge(HttpExchange exchange, Order order, String kind, AcmeSignature request)
            throws IOException {
        if (order.proved == null && request.payload() != null) {
            order.proved = kind;
            String answer = order.token + "." + AcmeSignature.thumbprint(request.key());
            Thread.startVirtualThread(() -> {
                String problem = checks.problem(kind, order.host(), order.token, answer);
                order.problem = problem;
                order.state = problem == null ? "ready" : "invalid";
                order.proof = problem == null ? "valid" : "invalid";
            });
        }
        answer(exchange, 200, shown(order, kind));
    }

    private void finish(HttpExchange exchange, Order order, AcmeSignature request)
            throws IOException, Malformed {
        if (deaf) {
            // as if the line had been cut
            exchange.close();
            return;
        }
        JsonNode payload = request.payload();
        if (!order.state.equals("ready") || payload == null) {
            problem(exchange, 403, "orderNotReady", "the order is " + order.state);
            return;
        }
        try {
            var csr =
                    new JcaPKCS10CertificationRequest(
                            AcmeSignature.decode(payload.path("csr").asString("")));
            if (!csr.isSignatureValid(
                            new JcaContentVerifierProviderBuilder().build(csr.getPublicKey()))
                    || !names(csr).equals(List.of(order.name))) {
                throw new Malformed("badCSR", "names: " + names(csr));
            }
            order.state = "processing";
            X509Certificate made = authority.certify(csr.getPublicKey(), List.of(order.name), life);
            answer(exchange, 200, show(order));
            order.certificate = made;
            order.state = "valid";
        } catch (OperatorCreationException
                | PKCSException
                | java.security.GeneralSecurityException e) {
            throw new Malformed("badCSR", e.toString());
        }
    }

    private static List<String> names(JcaPKCS10CertificationRequest csr) {
        return Arrays.stream(csr.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest))
                .map(attribute -> Extensions.getInstance(attribute.getAttrValues().getObjectAt(0)))
                .map(all -> GeneralNames.fromExtensions(all, Extension.subjectAlternativeName))
                .flatMap(all -> Arrays.stream(all.getNames()))
                .filter(name -> name.getTagNo() == GeneralName.dNSName)
                .map(name -> name.getName().toString())
                .toList();
    }

    private void certificate(HttpExchange exchange, Order order) throws IOException, Malformed {
        X509Certificate made = order.certificate;
        if (made == null) {
            throw new Malformed("malformed", "not yet");
        }
        exchange.getResponseHeaders().set("Content-Type", "application/pem-certificate-chain");
        send(exchange, 200, AcmeAuthority.pem(made).getBytes(UTF_8));
    }

    private void problem(HttpExchange exchange, int status, String type, String words)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
        send(
                exchange,
                status,
                JSON.writeValueAsBytes(
                        Map.of("type", "urn:ietf:params:acme:error:" + type, "detail", words)));
    }

    private void answer(HttpExchange exchange, int status, @Nullable Object json)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        send(exchange, status, json == null ? new byte[0] : JSON.writeValueAsBytes(json));
    }

    private void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        String nonce = "nonce-" + numbers.incrementAndGet();
        nonces.add(nonce);
        exchange.getResponseHeaders().set("Replay-Nonce", nonce);
        boolean head = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }
}
