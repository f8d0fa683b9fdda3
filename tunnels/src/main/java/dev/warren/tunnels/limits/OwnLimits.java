package dev.warren.tunnels.limits;

import dev.warren.tunnels.policy.Allowance;
import org.jspecify.annotations.Nullable;

/** What an administrator said of one account; null where what holds for everybody does. */
record OwnLimits(
        @Nullable Integer tunnels,
        @Nullable Integer streams,
        @Nullable Integer requests,
        @Nullable Long bytes) {

    static final OwnLimits NONE = new OwnLimits(null, null, null, null);

    Allowance over(Allowance usual) {
        return new Allowance(
                tunnels == null ? usual.tunnels() : tunnels,
                streams == null ? usual.streams() : streams,
                requests == null ? usual.requests() : requests,
                bytes == null ? usual.bytes() : bytes);
    }
}
