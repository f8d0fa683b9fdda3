package dev.warren.registry.commands;

import dev.warren.registry.commands.Call.Refused;
import dev.warren.registry.upkeep.Fsck;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code registry fsck}. Confined to one thread. */
final class FsckCall {

    private static final int MOST_SECONDS = 600;

    /** So many problems are told; all are counted. */
    private static final int MOST_WORDS = 1000;

    private final Fsck fsck;
    private final Call call;
    private final InstantSource clock;

    FsckCall(Fsck fsck, Call call, InstantSource clock) {
        this.fsck = fsck;
        this.call = call;
        this.clock = clock;
    }

    int run(boolean hash, int seconds) throws Refused, IOException {
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw new Refused(
                    "invalid",
                    "--seconds: %d (expected: 1 to %d)".formatted(seconds, MOST_SECONDS));
        }
        Instant end = clock.instant().plusSeconds(seconds);
        List<String> words = new ArrayList<>();
        Fsck.Report report =
                fsck.run(
                        new Fsck.Wish(
                                hash,
                                () -> call.context().cancelled() || clock.instant().isAfter(end)),
                        problem -> {
                            if (words.size() < MOST_WORDS) {
                                words.add(problem);
                            }
                        });
        return tell(report, words);
    }

    private int tell(Fsck.Report report, List<String> words) {
        if (call.output().json()) {
            call.output().object(fields(report, words));
            return report.isGood() ? 0 : 1;
        }
        call.output().together(() -> words.forEach(call.output()::say));
        String sum =
                "%d blobs with %d bytes, %d manifests%s"
                        .formatted(
                                report.blobs(),
                                report.bytes(),
                                report.manifests(),
                                report.complete() ? "" : " (ended early)");
        if (report.isGood()) {
            call.output().say(sum + ": all is well");
            return 0;
        }
        return call.output().fail("damaged", "%s: %d problems".formatted(sum, report.problems()));
    }

    private static Map<String, ?> fields(Fsck.Report report, List<String> words) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("blobs", report.blobs());
        fields.put("bytes", report.bytes());
        fields.put("manifests", report.manifests());
        fields.put("complete", report.complete());
        fields.put("strays", report.strays());
        fields.put("problems", report.problems());
        fields.put("words", words);
        return fields;
    }
}
