package dev.warren.app.bench;

import dev.warren.app.lab.Gateway;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Rounds;
import dev.warren.app.lab.Swarm;
import dev.warren.app.lab.WarrenServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Log-ins a second: connect, key exchange, public key, close; eight clients at a time. */
final class HandshakeBench {

    private static final String RATE = "log-ins/s";
    private static final String CPU = "CPU ms/log-in";

    private HandshakeBench() {}

    static void run(Bed bed) {
        bed.report()
                .add(
                        new Part.Section(
                                "Handshakes",
                                "Whole log-ins with curve25519-sha256 and an ed25519 key. The clients"
                                        + " share the machine with the server, so CPU for each is the figure"
                                        + " that carries over to other machines."));
        Rounds rounds = new Rounds();
        List<Gateway> gateways = new ArrayList<>();
        try (WarrenServer warren = bed.freshWarren(WarrenServer.jvm(512, 256), Limits.raised())) {
            gateways.add(warren);
            gateways.add(bed.sshd());
            bed.sish().ifPresent(gateways::add);
            round(bed, warren, new Rounds());
            for (int i = 0; i < bed.rounds(); i++) {
                for (Gateway gateway : gateways) {
                    round(bed, gateway, rounds);
                }
            }
        }
        show(bed, rounds);
    }

    private static void round(Bed bed, Gateway gateway, Rounds rounds) {
        Duration length = bed.seconds(5, 2);
        double cpu = gateway.cpuSeconds();
        try (Swarm swarm =
                Swarm.start(
                                bed.ssh(),
                                gateway,
                                Swarm.Task.handshakes(length),
                                length.plusSeconds(60))
                        .complete()) {
            double used = gateway.cpuSeconds() - cpu;
            rounds.add(gateway.name(), RATE, swarm.result().done() / swarm.result().seconds());
            rounds.add(gateway.name(), CPU, used * 1e3 / swarm.result().done());
        }
    }

    private static void show(Bed bed, Rounds rounds) {
        List<List<Object>> rows = new ArrayList<>();
        for (String subject : rounds.subjects()) {
            rows.add(
                    List.of(
                            subject,
                            rounds.ratio(RATE, "warren", subject),
                            rounds.ratio(CPU, "warren", subject),
                            rounds.median(subject, RATE),
                            rounds.median(subject, CPU)));
        }
        bed.report()
                .add(
                        new Part.Table(
                                "Log-ins, medians of rounds",
                                List.of(
                                        "server",
                                        "warren's rate over it",
                                        "warren's CPU over it",
                                        RATE,
                                        CPU),
                                rows));
    }
}
