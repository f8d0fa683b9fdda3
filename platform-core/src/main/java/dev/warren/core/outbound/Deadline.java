package dev.warren.core.outbound;

import dev.warren.core.outbound.OutboundException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;

/** The end of a request's time: whatever hop is under way then is cut off. */
final class Deadline implements AutoCloseable {

    private final Duration time;
    private final ScheduledFuture<?> timer;
    private volatile boolean over;
    private volatile @Nullable HttpUriRequestBase current;

    Deadline(ScheduledExecutorService timers, Duration time) {
        this.time = time;
        this.timer = timers.schedule(this::cutOff, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** From now on {@code request} is what is cut off. */
    void covers(HttpUriRequestBase request) throws OutboundException {
        current = request;
        if (over) {
            throw late();
        }
    }

    private void cutOff() {
        over = true;
        HttpUriRequestBase request = current;
        if (request != null) {
            request.cancel();
        }
    }

    /** What {@code failure} means to the caller. */
    OutboundException explain(IOException failure) {
        if (failure instanceof OutboundException known) {
            return known;
        }
        if (failure instanceof GuardedResolver.ForbiddenAddressException forbidden) {
            return forbidden.toOutbound();
        }
        if (over) {
            return late();
        }
        if (failure instanceof SocketTimeoutException
                || failure instanceof ConnectTimeoutException
                || failure instanceof ConnectionRequestTimeoutException) {
            return new OutboundException(
                    Kind.TIMED_OUT, "the other side did not answer in time", failure);
        }
        if (failure instanceof UnknownHostException
                || failure instanceof ConnectException
                || failure instanceof NoRouteToHostException) {
            return new OutboundException(
                    Kind.UNREACHABLE, "there is no such host, or nothing answers there", failure);
        }
        return new OutboundException(
                Kind.BROKEN, "the connection broke or did not speak HTTP", failure);
    }

    private OutboundException late() {
        return new OutboundException(Kind.TIMED_OUT, "the request was not done within " + time);
    }

    @Override
    public void close() {
        timer.cancel(false);
    }
}
