package dev.warren.app.drill;

import dev.warren.app.lab.Check;
import dev.warren.app.lab.Entrance;
import dev.warren.app.lab.ExactTransfer;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Report;
import java.util.List;

/** Down, then up, each judged by its bytes. */
final class Transfers {

    private Transfers() {}

    static void both(Report report, Entrance entrance, long size, String prefix) {
        ExactTransfer.Outcome down = ExactTransfer.download(entrance, size);
        judge(report, prefix + "download", down, size);
        ExactTransfer.Outcome up = ExactTransfer.upload(entrance, size);
        judge(report, prefix + "upload", up, size);
        report.add(
                new Part.Table(
                        "%sbytes: %,d each way".formatted(prefix, size),
                        List.of("direction", "right bytes", "MB/s"),
                        List.of(
                                List.of("down", down.right(), down.megabytesPerSecond()),
                                List.of("up", up.right(), up.megabytesPerSecond()))));
    }

    private static void judge(
            Report report, String name, ExactTransfer.Outcome outcome, long size) {
        if (!outcome.problem().isEmpty()) {
            report.progress(name + ": " + outcome.problem());
        }
        report.check(
                Check.holds(
                        "%s: each of %,d bytes arrived as it was sent".formatted(name, size),
                        outcome.right() == size && outcome.problem().isEmpty()));
    }
}
