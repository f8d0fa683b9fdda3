package dev.warren.registry.fill;

import java.util.Optional;

/**
 * Room that two have to agree to.
 *
 * @param limits not asked for copies of what is stored, which counts there already
 * @param disk asked last, since it throws blobs away for the sake of those it lets in
 */
record AllRooms(Room limits, Room disk) implements Room {

    @Override
    public Optional<Claim> claim(String upstream, long bytes) {
        if (upstream.equals(StoreOrigin.NAME)) {
            return disk.claim(upstream, bytes);
        }
        Optional<Claim> first = limits.claim(upstream, bytes);
        if (first.isEmpty()) {
            return first;
        }
        Optional<Claim> second = disk.claim(upstream, bytes);
        if (second.isEmpty()) {
            first.get().close();
            return second;
        }
        return Optional.of(new Both(first.get(), second.get()));
    }

    @Override
    public boolean makeRoom(long bytes) {
        return disk.makeRoom(bytes);
    }

    private record Both(Claim first, Claim second) implements Claim {

        @Override
        public boolean more(long bytes) {
            // what the first gave stays counted until the claim ends, which a refusal does
            return first.more(bytes) && second.more(bytes);
        }

        @Override
        public void written(long bytes) {
            first.written(bytes);
            second.written(bytes);
        }

        @Override
        public void close() {
            first.close();
            second.close();
        }
    }
}
