package dev.warren.tunnels.inspect;

import dev.warren.core.events.AccountDeleted;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.OwnerBudgets;
import dev.warren.edge.http.HttpObserver;
import dev.warren.edge.http.HttpRequest;
import dev.warren.tunnels.inspect.spill.SpillRing;
import dev.warren.tunnels.live.Onlookers;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.options.Inspect;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;

/**
 * Keeps the beginnings of exchanges for those who want to look: of tunnels that somebody watches
 * now, and of tunnels with {@code inspect=on}. For all others it does nothing at all.
 *
 * <p>Thread-safe; nothing waits for a viewer.
 */
public final class Inspector implements Onlookers {

    private static final int MOST_OWNERS = 10_000;
    private static final Pattern ID = Pattern.compile(Recording.ID + "([1-9][0-9]{0,17})");

    private final InspectProperties settings;
    private final OwnerBudgets owners;
    private final CaptureMeters meters;
    private final InstantSource clock;
    private final Recording.Manner manner;
    private final Viewers viewers;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, Shelf> shelves = new ConcurrentHashMap<>();

    /**
     * @param budget what everything kept is charged to
     * @param spill where long request bodies go
     */
    public Inspector(
            InspectProperties settings,
            MemoryBudget budget,
            Optional<SpillRing> spill,
            MeterRegistry registry,
            InstantSource clock) {
        this.settings = settings;
        this.owners = budget.owners(MOST_OWNERS, settings.memoryPerAccount().toBytes());
        this.meters = new CaptureMeters(registry, budget);
        this.clock = clock;
        this.manner =
                new Recording.Manner(
                        (int) settings.body().toBytes(),
                        new HeadText(settings.redact()),
                        spill,
                        this::happened);
        this.viewers = new Viewers(budget, settings.viewersPerAccount(), meters);
    }

    @Override
    public Optional<HttpObserver> observe(Tunnel tunnel, HttpRequest request) {
        return record(tunnel, request).map(Function.identity());
    }

    /**
     * Begins to record a request if its tunnel is looked at, as an exchange that the caller tells
     * of.
     */
    public Optional<Recording> record(Tunnel tunnel, HttpRequest request) {
        boolean retained = tunnel.options().isOn(Inspect.class);
        if (!retained && viewers.isNobody()) {
            return Optional.empty();
        }
        Place place = Place.of(tunnel);
        return retained || viewers.any(place) ? record(place, request) : Optional.empty();
    }

    /** Begins to record an exchange; empty when too many accounts have recordings. */
    Optional<Recording> record(Place place, HttpRequest request) {
        Shelf shelf = shelf(place.owner(), place.ownerName());
        if (shelf == null) {
            meters.refused().increment();
            return Optional.empty();
        }
        var recording =
                new Recording(
                        manner,
                        lastId.incrementAndGet(),
                        place,
                        clock.instant(),
                        request,
                        new Charge(shelf.budget(), meters.refused()));
        meters.recorded();
        if (recording.isKept() && !shelf.add(recording)) {
            keepOnNext(shelf, recording);
        }
        return Optional.of(recording);
    }

    /** The shelf has just been closed because it was empty. */
    private void keepOnNext(Shelf closed, Recording recording) {
        Place place = recording.place();
        shelves.remove(place.owner(), closed);
        Shelf next = shelf(place.owner(), place.ownerName());
        if (next == null || !next.add(recording)) {
            recording.drop();
        }
    }

    private @Nullable Shelf shelf(long owner, String name) {
        Shelf there = shelves.get(owner);
        return there != null ? there : shelves.computeIfAbsent(owner, _ -> newShelf(name));
    }

    private @Nullable Shelf newShelf(String name) {
        return owners.open(name).map(budget -> new Shelf(budget, limits(), meters)).orElse(null);
    }

    private Shelf.Limits limits() {
        return new Shelf.Limits(settings.entries(), settings.memoryPerTunnel().toBytes());
    }

    private void happened(Recording recording) {
        Shelf shelf = shelves.get(recording.place().owner());
        if (shelf != null) {
            shelf.settle(recording);
        }
        viewers.tell(recording);
    }

    /**
     * Watches an account's tunnels from now on; while somebody does, they are recorded as with
     * {@code inspect=on}. Empty when there is no room for another viewer.
     */
    public Optional<Viewer> watch(long owner, Predicate<Place> wanted) {
        return viewers.open(owner, wanted);
    }

    /** What is kept of an account's tunnels, oldest first. */
    public List<Recording> list(long owner, Predicate<Place> wanted) {
        Shelf shelf = shelves.get(owner);
        return shelf == null
                ? List.of()
                : shelf.list(wanted).stream().sorted(Comparator.comparing(Recording::at)).toList();
    }

    /** The recording with that id, of whichever account. */
    public Optional<Recording> find(String id) {
        Matcher form = ID.matcher(id);
        if (!form.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(form.group(1));
        return shelves.values().stream().flatMap(shelf -> shelf.find(number).stream()).findFirst();
    }

    /**
     * Forgets what is kept of an account's tunnels.
     *
     * @return how many exchanges that were
     */
    public int clear(long owner, Predicate<Place> wanted) {
        Shelf shelf = shelves.get(owner);
        return shelf == null ? 0 : shelf.clear(wanted);
    }

    @EventListener
    void deleted(AccountDeleted event) {
        clear(event.account().id(), _ -> true);
    }

    /** Forgets what was kept for long enough. */
    void sweep() {
        var limit = clock.instant().minus(settings.keep());
        shelves.values().removeIf(shelf -> shelf.sweep(limit));
    }
}
