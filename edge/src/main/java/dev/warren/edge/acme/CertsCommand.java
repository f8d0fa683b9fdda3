package dev.warren.edge.acme;

import dev.warren.core.audit.AuditLog;
import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.People;
import dev.warren.edge.ssh.CommandContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code certs ls}, {@code certs show} and {@code certs renew}, for administrators. */
@Command(name = "certs", description = "Certificates that are ordered by ACME.")
final class CertsCommand {

    private final CertificateRows rows;
    private final People people;
    private final AuditLog audit;
    private final InstantSource clock;
    private final CommandContext context;

    /** What the command works with. */
    record Parts(CertificateRows rows, People people, AuditLog audit, InstantSource clock) {}

    CertsCommand(Parts parts, CommandContext context) {
        this.rows = parts.rows;
        this.people = parts.people;
        this.audit = parts.audit;
        this.clock = parts.clock;
        this.context = context;
    }

    @Command(name = "ls", description = "List the certificates, those that end first on top.")
    int ls() {
        Map<Long, String> owners = owners();
        Instant now = clock.instant();
        List<List<?>> lines =
                rows.all().stream()
                        .sorted(Comparator.comparing(CertsCommand::end))
                        .<List<?>>map(row ->
                                List.of(
                                        row.name(),
                                        owner(row, owners),
                                        state(row, now),
                                        expires(row),
                                        row.dueAt(),
                                        row.failures()))
                        .toList();
        context.output()
                .table(List.of("name", "owner", "state", "expires", "next", "failures"), lines);
        return 0;
    }

    @Command(name = "show", description = "Show one certificate, and what its last order came to.")
    int show(@Parameters(paramLabel = "NAME", description = "a host or *.DOMAIN") String typed) {
        String name = typed.toLowerCase(Locale.ROOT);
        Optional<CertificateRow> found = rows.find(name);
        if (found.isEmpty()) {
            return missing(name);
        }
        CertificateRow row = found.get();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", row.name());
        fields.put("owner", owner(row, owners()));
        fields.put("state", state(row, clock.instant()));
        fields.put("directory", row.directory());
        CertificateRow.Issued issued = row.issued();
        if (issued != null) {
            fields.put("since", issued.notBefore());
            fields.put("expires", issued.notAfter());
            Chains.read(issued.chain()).stream()
                    .findFirst()
                    .ifPresent(first -> {
                        fields.put("issuer", first.getIssuerX500Principal().getName());
                        fields.put("serial", first.getSerialNumber().toString(16));
                    });
        }
        fields.put("next", row.dueAt());
        fields.put("failures", row.failures());
        if (row.problem() != null) {
            fields.put("problem", row.problem());
        }
        context.output().object(fields);
        return 0;
    }

    @Command(name = "renew", description = "Order one again now.")
    int renew(@Parameters(paramLabel = "NAME", description = "a host or *.DOMAIN") String typed) {
        String name = typed.toLowerCase(Locale.ROOT);
        try {
            if (!rows.renew(name, clock.instant())) {
                return missing(name);
            }
            audit.record(
                    context.connection().account().name().value(), "certificate.renew", name, "");
        } catch (DataAccessException away) {
            return context.output()
                    .fail("unavailable", "the database does not answer; try again in a minute");
        }
        context.output().say(name + " is ordered again");
        return 0;
    }

    private int missing(String name) {
        return context.output()
                .fail(
                        "not-found",
                        "%s: no such certificate (expected: one of `certs ls`)"
                                .formatted(name.replaceAll("[^ -~]", "?")));
    }

    private Map<Long, String> owners() {
        AccountName caller = context.connection().account().name();
        Map<Long, String> names = new HashMap<>();
        people.account(caller)
                .ifPresent(admin -> {
                    for (Account one : people.administration().list(admin)) {
                        names.put(one.id(), one.name().value());
                    }
                });
        return names;
    }

    private static String owner(CertificateRow row, Map<Long, String> owners) {
        return row.owner().isEmpty()
                ? "-"
                : owners.getOrDefault(row.owner().getAsLong(), "#" + row.owner().getAsLong());
    }

    private static Instant end(CertificateRow row) {
        CertificateRow.Issued issued = row.issued();
        return issued == null ? Instant.MIN : issued.notAfter();
    }

    private static String expires(CertificateRow row) {
        CertificateRow.Issued issued = row.issued();
        return issued == null ? "-" : issued.notAfter().toString();
    }

    private static String state(CertificateRow row, Instant now) {
        CertificateRow.Issued issued = row.issued();
        if (row.failures() > 0) {
            return "failing";
        }
        if (issued == null || row.order() != null) {
            return "ordered";
        }
        return issued.notAfter().isBefore(now) ? "ended" : "good";
    }
}
