package dev.warren.registry.commands;

import dev.warren.edge.ssh.ByteCount;
import dev.warren.edge.ssh.CommandContext;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.warm.Watcher;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows how blobs come: a bar for people, events for machines. Confined to one thread. */
final class Progress implements Watcher {

    private static final int WIDTH = 24;
    private static final int DIGITS = 12;

    private final CommandContext context;

    Progress(CommandContext context) {
        this.context = context;
    }

    @Override
    public void progress(Digest digest, long bytes, long size, boolean was) {
        if (context.output().json()) {
            Map<String, Object> event = new LinkedHashMap<>();
            event.put("event", was ? "here" : bytes == size ? "fetched" : "progress");
            event.put("digest", digest.toString());
            event.put("bytes", bytes);
            event.put("size", size);
            context.output().object(event);
        } else if (bytes == size) {
            context.output().say(bar(digest, bytes, size) + (was ? "  was here" : ""));
        } else {
            context.output().progress(bar(digest, bytes, size));
        }
    }

    /** Such as {@code 0123456789ab [######------------------] 25% 1.0 of 4.0 MiB}. */
    static String bar(Digest digest, long bytes, long size) {
        double part = size == 0 ? 1 : (double) bytes / size;
        int full = (int) (part * WIDTH);
        return "%s [%s%s] %3d%%  %s of %s"
                .formatted(
                        digest.hex().substring(0, DIGITS),
                        "#".repeat(full),
                        "-".repeat(WIDTH - full),
                        (int) (part * 100),
                        new ByteCount(bytes),
                        new ByteCount(size));
    }

    @Override
    public boolean cancelled() {
        return context.cancelled();
    }
}
