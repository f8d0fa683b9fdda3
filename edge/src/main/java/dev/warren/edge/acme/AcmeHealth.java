package dev.warren.edge.acme;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Degraded while a certificate is not renewed although it ends soon, or a name of the settings has
 * none and orders fail. Everything is still served; so readiness does not ask here.
 */
final class AcmeHealth implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");
    private static final int MOST = 20;

    private final Supplier<Map<String, CertificateRow>> rows;
    private final Duration warnBefore;
    private final InstantSource clock;

    AcmeHealth(
            Supplier<Map<String, CertificateRow>> rows, Duration warnBefore, InstantSource clock) {
        this.rows = rows;
        this.warnBefore = warnBefore;
        this.clock = clock;
    }

    @Override
    public Health health() {
        Instant soon = clock.instant().plus(warnBefore);
        List<CertificateRow> broken =
                rows.get().values().stream()
                        .filter(row -> isBroken(row, soon))
                        .sorted(Comparator.comparing(CertificateRow::name))
                        .toList();
        Health.Builder health = broken.isEmpty() ? Health.up() : Health.status(DEGRADED);
        health.withDetail("certificates", rows.get().size()).withDetail("broken", broken.size());
        broken.stream()
                .limit(MOST)
                .forEach(row -> health.withDetail(row.name(), String.valueOf(row.problem())));
        return health.build();
    }

    private static boolean isBroken(CertificateRow row, Instant soon) {
        CertificateRow.Issued issued = row.issued();
        if (row.failures() == 0) {
            return false;
        }
        return issued == null ? row.owner().isEmpty() : issued.notAfter().isBefore(soon);
    }
}
