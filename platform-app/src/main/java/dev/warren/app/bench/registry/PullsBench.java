package dev.warren.app.bench.registry;

import dev.warren.app.lab.Budgets;
import dev.warren.app.lab.Check;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.registry.Image;
import dev.warren.app.lab.registry.RegistryUser;
import dev.warren.app.lab.registry.RegistryWarren;
import dev.warren.app.lab.registry.Stock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/** Memory while a crowd pulls: images that are here, and one that is on its way. */
final class PullsBench {

    private static final int LAYERS = 3;
    private static final long LAYER = 8_000_000;
    private static final int QUICK_PULLS = 50;
    private static final double MEBIBYTE = 1 << 20;

    private final Bed bed;
    private final int clients;
    private final Image image;
    private final List<List<Object>> rows = new ArrayList<>();

    private PullsBench(Bed bed, int clients, Image image) {
        this.bed = bed;
        this.clients = clients;
        this.image = image;
    }

    static void run(Bed bed) throws IOException {
        int clients =
                bed.quick() && !bed.options().given("pulls")
                        ? QUICK_PULLS
                        : bed.options().number("pulls", 2, 2000);
        bed.report()
                .add(
                        new Part.Section(
                                "A crowd",
                                "%,d clients begin at the same moment to pull an image of three layers of"
                                                .formatted(clients)
                                        + " 8 MB, and hash all they get. Every other one pulls it from a"
                                        + " hosted repository, the rest through Warren from an upstream, and"
                                        + " Warren has nothing of it before. Warren's heap is 256 MB."
                                        + " docker-registry serves all of them from its own files."));
        Stock stock = Stock.make(bed.workspace(), "pulled-layers", LAYER);
        Image image =
                Image.of(
                        stock.content(0),
                        LongStream.rangeClosed(1, LAYERS).mapToObj(stock::content).toList());
        new PullsBench(bed, clients, image).measure();
    }

    private void measure() throws IOException {
        String through = RegistryWarren.UPSTREAM + "/library/crowd";
        bed.upstream().put("crowd", image);
        bed.user().push(bed.repository(), "crowd", image);
        RegistryUser nobody = bed.warren().nobody();
        row(
                Bed.WARREN,
                Clients.run(
                        clients,
                        number -> {
                            if (number % 2 == 0) {
                                bed.user().pull(bed.repository(), "crowd", image);
                            } else {
                                nobody.pull(through, "crowd", image);
                            }
                        }),
                bed.warren().server()::peakResidentBytes);
        RegistryUser anybody = RegistryUser.nobody(bed.hosted().entrance());
        anybody.push("library/crowd", "crowd", image);
        row(
                Bed.DOCKER,
                Clients.run(clients, _ -> anybody.pull("library/crowd", "crowd", image)),
                bed.hosted()::peakResidentBytes);
        judge();
    }

    private void row(String server, double seconds, LongSupplier peak) {
        double megabytes = (double) clients * (LAYERS + 1) * LAYER / 1e6;
        rows.add(List.of(server, seconds, megabytes / seconds, peak.getAsLong() / MEBIBYTE));
    }

    private void judge() {
        bed.report()
                .check(
                        Check.holds(
                                "%,d pulls at once: each got all of its image, to the byte"
                                        .formatted(clients),
                                true));
        Budgets.judge(bed.report(), bed.warren().server().metrics(), "pulls: ");
        bed.report()
                .check(
                        Check.holds(
                                "pulls: no OutOfMemoryError",
                                !bed.warren().server().ranOutOfMemory()));
        bed.report()
                .add(
                        new Part.Table(
                                "%,d pulls at once".formatted(clients),
                                List.of("server", "seconds", "MB/s", "most resident MiB"),
                                rows));
    }
}
