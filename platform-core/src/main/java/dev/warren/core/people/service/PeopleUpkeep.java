package dev.warren.core.people.service;

import dev.warren.core.people.PeopleException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;

/**
 * Fills the index before anybody asks it, and then, run again and again, takes over changes that
 * other nodes made. While the database is away, the index stays as it is.
 */
final class PeopleUpkeep implements InitializingBean, Runnable, MeterBinder {

    private static final Logger log = LoggerFactory.getLogger(PeopleUpkeep.class);

    private final PeopleParts parts;
    private final Registrar registrar;
    private final TokenService tokens;
    private volatile Instant refreshedAt;

    PeopleUpkeep(PeopleParts parts, Registrar registrar, TokenService tokens) {
        this.parts = parts;
        this.registrar = registrar;
        this.tokens = tokens;
        this.refreshedAt = parts.clock().instant();
    }

    @Override
    public void afterPropertiesSet() {
        parts.changes().refresh();
        registrar.ensureAdmin();
    }

    @Override
    public void run() {
        try {
            parts.changes().refresh();
            refreshedAt = parts.clock().instant();
            tokens.writeDown();
        } catch (PeopleException away) {
            log.debug("People as of {}: {}", refreshedAt, away.getMessage());
        }
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
