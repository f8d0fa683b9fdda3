package dev.warren.core.people.service;

import dev.warren.core.people.PeopleException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.SmartLifecycle;

/**
 * Fills the index before anybody asks it, and then looks every few seconds for changes that other
 * nodes made. While the database is away, the index stays as it is.
 */
final class PeopleUpkeep implements InitializingBean, SmartLifecycle, MeterBinder {

    private static final Logger log = LoggerFactory.getLogger(PeopleUpkeep.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private final PeopleParts parts;
    private final Registrar registrar;
    private final TokenService tokens;
    private final Duration every;
    private volatile Instant refreshedAt;
    private volatile CountDownLatch stop = new CountDownLatch(0);
    private volatile @Nullable Thread thread;

    PeopleUpkeep(PeopleParts parts, Registrar registrar, TokenService tokens, Duration every) {
        this.parts = parts;
        this.registrar = registrar;
        this.tokens = tokens;
        this.every = every;
        this.refreshedAt = parts.clock().instant();
    }

    @Override
    public void afterPropertiesSet() {
        parts.changes().refresh();
        registrar.ensureAdmin();
    }

    @Override
    public void start() {
        CountDownLatch until = new CountDownLatch(1);
        stop = until;
        thread = Thread.ofVirtual().name("people-upkeep").start(() -> run(until));
    }

    private void run(CountDownLatch until) {
        try {
            while (!until.await(every.toNanos(), TimeUnit.NANOSECONDS)) {
                keepUp();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepUp() {
        try {
            parts.changes().refresh();
            refreshedAt = parts.clock().instant();
            tokens.writeDown();
        } catch (PeopleException away) {
            log.debug("People as of {}: {}", refreshedAt, away.getMessage());
        } catch (RuntimeException unexpected) {
            log.error("The index of people could not be refreshed", unexpected);
        }
    }

    @Override
    public void stop() {
        stop.countDown();
        Thread running = thread;
        try {
            if (running != null && !running.join(LONGEST_STOP)) {
                running.interrupt();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return stop.getCount() > 0;
    }

    /** Before whatever lets people in, and after it at the end. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE / 2;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("warren.people.index.age", this, PeopleUpkeep::age)
                .description("Time since the index of people was last compared with the database")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("warren.people.accounts", parts.index(), i -> i.current().all().size())
                .description("Accounts that there are")
                .register(registry);
    }

    private double age() {
        return Duration.between(refreshedAt, parts.clock().instant()).toMillis() / 1000.0;
    }
}
