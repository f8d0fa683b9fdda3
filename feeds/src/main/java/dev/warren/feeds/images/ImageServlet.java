package dev.warren.feeds.images;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.core.outbound.OutboundException;
import dev.warren.core.outbound.OutboundHttp;
import dev.warren.core.outbound.OutboundRequest;
import dev.warren.core.outbound.OutboundResponse;
import dev.warren.edge.http.platform.BrokenAnswer;
import dev.warren.feeds.source.Ports;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.util.unit.DataSize;

/**
 * Fetches pictures for readers. Only of types that hold no scripts; what is fetched goes through a
 * small buffer, and a reader that reads slowly slows the fetch down.
 */
final class ImageServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final int BUFFER = 16 * 1024;
    private static final int BAD_GATEWAY = 502;
    private static final Set<String> TYPES =
            Set.of(
                    "image/png",
                    "image/jpeg",
                    "image/jpg",
                    "image/gif",
                    "image/webp",
                    "image/avif",
                    "image/bmp",
                    "image/x-icon",
                    "image/vnd.microsoft.icon");

    private final transient SignedAddress addresses;
    private final transient Supplier<OutboundHttp> http;
    private final transient MemoryBudget memory;
    private final transient Semaphore turns;
    private final DataSize most;

    ImageServlet(
            SignedAddress addresses,
            Supplier<OutboundHttp> http,
            MemoryBudget memory,
            ImagesProperties settings) {
        this.addresses = addresses;
        this.http = http;
        this.memory = memory;
        this.turns = new Semaphore(settings.atATime());
        this.most = settings.max();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String rest = request.getPathInfo() == null ? "" : request.getPathInfo();
        Optional<URI> picture = addresses.open(rest.startsWith("/") ? rest.substring(1) : rest);
        if (picture.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        if (!turns.tryAcquire()) {
            busy(response);
            return;
        }
        try {
            Optional<Reservation> buffer = memory.tryReserve(BUFFER);
            if (buffer.isEmpty()) {
                busy(response);
                return;
            }
            try (Reservation _ = buffer.get()) {
                send(picture.get(), response);
            }
        } catch (OutboundException failed) {
            if (response.isCommitted()) {
                throw BrokenAnswer.of("the picture is not whole", failed);
            }
            response.sendError(BAD_GATEWAY);
        } finally {
            turns.release();
        }
    }

    private void send(URI picture, HttpServletResponse response) throws IOException {
        OutboundRequest request =
                OutboundRequest.get(picture, most)
                        .withHeader("Accept", "image/*")
                        .raw()
                        .onlyPorts(Ports::allows);
        try (OutboundResponse answer = http.get().send(request)) {
            String type =
                    answer.header("Content-Type")
                            .orElse("")
                            .split(";", 2)[0]
                            .strip()
                            .toLowerCase(Locale.ROOT);
            if (answer.status() != HttpServletResponse.SC_OK || !TYPES.contains(type)) {
                response.sendError(
                        answer.status() == HttpServletResponse.SC_NOT_FOUND
                                ? HttpServletResponse.SC_NOT_FOUND
                                : BAD_GATEWAY);
                return;
            }
            response.setContentType(type);
            response.setHeader("Cache-Control", "private, max-age=86400");
            response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
            response.setHeader("X-Content-Type-Options", "nosniff");
            copy(answer.body(), response);
        }
    }

    private static void copy(InputStream from, HttpServletResponse response) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            response.getOutputStream().write(buffer, 0, read);
        }
    }

    private static void busy(HttpServletResponse response) throws IOException {
        response.setHeader("Retry-After", "2");
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }
}
