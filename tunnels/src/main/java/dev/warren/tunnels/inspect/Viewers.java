package dev.warren.tunnels.inspect;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Who watches whose tunnels. Thread-safe. */
final class Viewers {

    private final MemoryBudget budget;
    private final int mostEach;
    private final CaptureMeters meters;

    /** By the tunnels' owner; no list is empty, and each is immutable. */
    private final Map<Long, List<Viewer>> byOwner = new ConcurrentHashMap<>();

    /**
     * @param mostEach how many may watch one account's tunnels
     */
    Viewers(MemoryBudget budget, int mostEach, CaptureMeters meters) {
        this.budget = budget;
        this.mostEach = mostEach;
        this.meters = meters;
    }

    boolean isNobody() {
        return byOwner.isEmpty();
    }

    boolean any(Place place) {
        for (Viewer viewer : of(place.owner())) {
            if (viewer.wants(place)) {
                return true;
            }
        }
        return false;
    }

    private List<Viewer> of(long owner) {
        return byOwner.getOrDefault(owner, List.of());
    }

    void tell(Recording recording) {
        for (Viewer viewer : of(recording.place().owner())) {
            if (viewer.wants(recording.place())) {
                viewer.offer(recording);
            }
        }
    }

    /**
     * A new viewer of an account's tunnels; empty when there are too many, or no memory is left.
     */
    Optional<Viewer> open(long owner, Predicate<Place> wanted) {
        if (of(owner).size() >= mostEach) {
            return Optional.empty();
        }
        return budget.tryReserve(Viewer.COST).map(held -> open(owner, wanted, held));
    }

    private Viewer open(long owner, Predicate<Place> wanted, Reservation held) {
        var viewer = new Viewer(wanted, meters, gone -> close(owner, gone, held));
        byOwner.merge(owner, List.of(viewer), Viewers::joined);
        meters.viewers(1);
        return viewer;
    }

    private static List<Viewer> joined(List<Viewer> some, List<Viewer> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private void close(long owner, Viewer gone, Reservation held) {
        byOwner.computeIfPresent(
                owner,
                (_, viewers) -> {
                    List<Viewer> left = viewers.stream().filter(v -> v != gone).toList();
                    return left.isEmpty() ? null : left;
                });
        meters.viewers(-1);
        held.close();
    }
}
