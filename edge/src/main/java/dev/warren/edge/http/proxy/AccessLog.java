package dev.warren.edge.http.proxy;

import dev.warren.edge.http.HttpExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each answered request, when the settings ask for it. */
final class AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger("dev.warren.http.access");

    private AccessLog() {}

    static void write(HttpExchange exchange) {
        LOG.info(
                "request id={} visitor={} method={} host={} path={} status={} in={} out={} micros={}",
                exchange.requestId(),
                exchange.visitor().getAddress().getHostAddress(),
                exchange.method(),
                exchange.host(),
                pathOnly(exchange.path()),
                exchange.status(),
                exchange.requestBytes(),
                exchange.responseBytes(),
                exchange.nanos() / 1000);
    }

    /** A query may hold a token. */
    private static String pathOnly(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }
}
