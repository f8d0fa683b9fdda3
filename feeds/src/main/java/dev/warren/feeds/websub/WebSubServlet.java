package dev.warren.feeds.websub;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.warren.feeds.fetch.Bodies;
import dev.warren.feeds.fetch.WebException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Where hubs call: to ask whether they were really asked, and with news. The last part of the
 * address is a secret of the hub and this server; what has none of them is not read.
 */
final class WebSubServlet extends HttpServlet {

    static final String PATH = "/feeds/websub";

    private static final long serialVersionUID = 1L;
    private static final Pattern TOKEN = Pattern.compile("/([A-Za-z0-9_-]{32})");
    private static final int LONGEST_CHALLENGE = 4096;

    /** A hub may take its time to ask back. */
    private static final Duration LATEST = Duration.ofHours(6);

    private static final Duration LEAST_LEASE = Duration.ofMinutes(5);
    private static final Duration MOST_LEASE = Duration.ofDays(90);
    private static final Duration DENIED = Duration.ofDays(7);

    private final transient HubRows rows;
    private final transient HubSecrets secrets;
    private final transient Pings pings;
    private final transient Bodies bodies;
    private final transient Semaphore slots;

    WebSubServlet(HubRows rows, HubSecrets secrets, Pings pings, Bodies bodies, int receiving) {
        this.rows = rows;
        this.secrets = secrets;
        this.pings = pings;
        this.bodies = bodies;
        this.slots = new Semaphore(receiving);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try {
            Optional<HubRows.Row> row = find(request);
            String mode = parameter(request, "hub.mode");
            if (row.isEmpty() || !parameter(request, "hub.topic").equals(row.get().topic())) {
                response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            } else if (mode.equals("denied")) {
                rows.denied(row.get(), "the hub does not send its news", DENIED);
                response.setStatus(HttpServletResponse.SC_OK);
            } else {
                verify(request, response, row.get(), mode);
            }
        } catch (DataAccessException | TransactionException away) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    /** Nobody ever asks a hub to stop: whoever says so is not this server. */
    private void verify(
            HttpServletRequest request, HttpServletResponse response, HubRows.Row row, String mode)
            throws IOException {
        String challenge = parameter(request, "hub.challenge");
        boolean good =
                mode.equals("subscribe")
                        && !challenge.isEmpty()
                        && challenge.length() <= LONGEST_CHALLENGE
                        && rows.verified(row, lease(request), LATEST);
        if (!good) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getOutputStream().write(challenge.getBytes(UTF_8));
    }

    private static Duration lease(HttpServletRequest request) {
        String seconds = parameter(request, "hub.lease_seconds");
        Duration lease =
                seconds.matches("[0-9]{1,9}")
                        ? Duration.ofSeconds(Long.parseLong(seconds))
                        : Duration.ofDays(1);
        Duration most = lease.compareTo(MOST_LEASE) > 0 ? MOST_LEASE : lease;
        return most.compareTo(LEAST_LEASE) < 0 ? LEAST_LEASE : most;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean slot = slots.tryAcquire();
        try {
            response.setStatus(
                    slot ? receive(request) : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        } catch (DataAccessException | TransactionException away) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        } finally {
            if (slot) {
                slots.release();
            }
        }
    }

    /** What is signed wrongly is taken with thanks and thrown away, as the specification has it. */
    private int receive(HttpServletRequest request) throws IOException {
        Optional<HubRows.Row> row = find(request);
        if (row.isEmpty()) {
            return HttpServletResponse.SC_GONE;
        }
        Optional<String> secret = secrets.open(row.get());
        try (Bodies.Received body = bodies.read(request.getInputStream())) {
            Optional<String> signature = Optional.ofNullable(request.getHeader("X-Hub-Signature"));
            if (secret.isPresent() && Signature.isGood(signature, secret.get(), body.bytes())) {
                pings.take(row.get(), body.bytes(), request.getContentType());
            }
            return HttpServletResponse.SC_ACCEPTED;
        } catch (WebException unwanted) {
            return unwanted.kind() == WebException.Kind.TOO_LARGE
                    ? HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE
                    : HttpServletResponse.SC_SERVICE_UNAVAILABLE;
        }
    }

    private Optional<HubRows.Row> find(HttpServletRequest request) {
        String path = request.getPathInfo();
        var matcher = TOKEN.matcher(path == null ? "" : path);
        return matcher.matches() ? rows.find(matcher.group(1)) : Optional.empty();
    }

    private static String parameter(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value;
    }
}
