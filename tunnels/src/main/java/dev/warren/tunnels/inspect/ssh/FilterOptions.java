package dev.warren.tunnels.inspect.ssh;

import dev.warren.tunnels.inspect.view.Filter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose exchanges. */
final class FilterOptions {

    @Option(names = "--method", paramLabel = "METHOD", description = "only that method")
    private String method = "";

    @Option(names = "--status", paramLabel = "STATUS", description = "404, 4xx or 400-499")
    private String status = "";

    @Option(names = "--path", paramLabel = "TEXT", description = "what path or query contain")
    private String path = "";

    @Option(names = "--text", paramLabel = "TEXT", description = "what heads or bodies contain")
    private String text = "";

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "another account's tunnels (administrators)")
    private @Nullable String user;

    /**
     * The filter.
     *
     * @throws IllegalArgumentException for an option that cannot be read
     */
    Filter filter() {
        return new Filter(method, status, path, text);
    }

    /** Whose tunnels are meant, null for the caller's own. */
    @Nullable String user() {
        return user;
    }
}
