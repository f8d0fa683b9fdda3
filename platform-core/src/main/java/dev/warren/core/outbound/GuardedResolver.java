package dev.warren.core.outbound;

import dev.warren.core.outbound.OutboundException.Kind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Finds addresses, and refuses a name if any of its addresses is forbidden. What it answers is what
 * is connected to: nobody asks a second time.
 */
final class GuardedResolver implements DnsResolver {

    /** More would only draw out the attempts to connect. */
    private static final int MOST = 8;

    private final DnsResolver names;
    private final AddressRules rules;
    private final Duration timeout;

    GuardedResolver(DnsResolver names, AddressRules rules, Duration timeout) {
        this.names = names;
        this.rules = rules;
        this.timeout = timeout;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = look(host);
        for (InetAddress address : addresses) {
            if (!rules.allows(address)) {
                throw new ForbiddenAddressException(host, address);
            }
        }
        return Arrays.copyOf(addresses, Math.min(addresses.length, MOST));
    }

    /** The system's resolver knows no time limit, so it is asked on a thread of its own. */
    private InetAddress[] look(String host) throws UnknownHostException {
        FutureTask<InetAddress[]> task = new FutureTask<>(() -> names.resolve(host));
        Thread.ofVirtual().name("outbound-resolve").start(task);
        try {
            return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw unknown(host, failed);
        } catch (TimeoutException late) {
            task.cancel(true);
            throw unknown(host, late);
        } catch (InterruptedException interrupted) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw unknown(host, interrupted);
        }
    }

    private static UnknownHostException unknown(String host, Exception cause) {
        UnknownHostException unknown = new UnknownHostException(host);
        unknown.initCause(cause);
        return unknown;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /** A name leads to an address that requests may not go to. */
    static final class ForbiddenAddressException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        ForbiddenAddressException(String host, InetAddress address) {
            super(
                    "%s is at %s, which is private or special (expected: a public address)"
                            .formatted(host, address.getHostAddress()));
        }

        OutboundException toOutbound() {
            return new OutboundException(Kind.FORBIDDEN_ADDRESS, String.valueOf(getMessage()));
        }
    }
}
