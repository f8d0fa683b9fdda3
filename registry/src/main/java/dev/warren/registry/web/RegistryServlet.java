package dev.warren.registry.web;

import dev.warren.edge.http.platform.BrokenAnswer;
import dev.warren.registry.store.StoreException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything below {@code /v2}. Each request is on a virtual thread.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">OCI
 *     distribution specification</a>
 */
final class RegistryServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(RegistryServlet.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    /** After this, no pull begins to wait for the database again. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final transient Router router;

    /** An error as the specification has it. */
    private record Problem(String code, String message) {}

    RegistryServlet(Router router) {
        this.router = router;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try {
            answerPatiently(request, response);
        } catch (RefusedException refused) {
            refuse(response, refused);
        } catch (StoreException away) {
            refuse(response, RefusedException.tryAgain(String.valueOf(away.getMessage())));
        } catch (DataAccessException | TransactionException away) {
            LOG.warn("registry without database cause={}", away.toString());
            refuse(response, RefusedException.tryAgain("the registry's database does not answer"));
        } catch (UncheckedIOException broken) {
            broken(response, broken.getCause());
        } catch (IOException broken) {
            broken(response, broken);
        }
    }

    /**
     * Pulls wait for the database: when a crowd begins at the same moment, connections are rare for
     * some seconds, and clients take an error for the end of a pull.
     */
    private void answerPatiently(HttpServletRequest request, HttpServletResponse response)
            throws RefusedException, IOException {
        boolean pull = Set.of("GET", "HEAD").contains(request.getMethod());
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            response.setHeader("Docker-Distribution-Api-Version", "registry/2.0");
            try {
                router.answer(request, response);
                return;
            } catch (CannotGetJdbcConnectionException | CannotCreateTransactionException away) {
                if (!pull || response.isCommitted() || System.nanoTime() - end > 0) {
                    throw away;
                }
                response.reset();
            }
        }
    }

    /** The disk fails, or who asked is gone and will not read this. */
    private static void broken(HttpServletResponse response, @Nullable IOException cause)
            throws IOException {
        LOG.info("request broke off cause={}", String.valueOf(cause));
        refuse(response, RefusedException.tryAgain("the registry cannot read or write its files"));
    }

    private static void refuse(HttpServletResponse response, RefusedException refused)
            throws IOException {
        if (response.isCommitted()) {
            throw BrokenAnswer.of("an answer is under way", refused);
        }
        List<Problem> errors =
                List.of(new Problem(refused.code().name(), String.valueOf(refused.getMessage())));
        byte[] body = JSON.writeValueAsBytes(Map.of("errors", errors));
        response.setStatus(refused.status());
        refused.fields().forEach(response::setHeader);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
