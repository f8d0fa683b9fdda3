package dev.warren.feeds;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.feeds.clean.WebHtml;
import dev.warren.feeds.parse.FeedJson;
import dev.warren.feeds.parse.FeedParser;
import dev.warren.feeds.parse.Origin;
import dev.warren.feeds.parse.Parsed;
import dev.warren.feeds.parse.charset.EncodingFinder;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code feeds parse} of the command line: shows what Warren sees in a document, without a Warren
 * that runs.
 */
public final class FeedsTool {

    private static final int GOOD = 0;
    private static final int BAD = 1;
    private static final int MISUSED = 2;
    private static final DataSize LARGEST = DataSize.ofMegabytes(5);
    private static final String USAGE =
            """
            usage: ./warren feeds parse FILE [--url=URL] [--content-type=TYPE]

              parse   prints what is in a feed, as JSON; - as FILE reads the standard input;
                      exit status 0 when it is a feed, 1 when it is not
              --url            where it comes from, which relative addresses in it are relative to
              --content-type   the header with which it was sent
            """;

    private FeedsTool() {}

    /** Does what {@code args} ask for; the exit status. */
    public static int run(List<String> args, InputStream in, PrintStream out, PrintStream err) {
        List<String> words = new ArrayList<>();
        String url = "http://localhost/feed";
        String type = null;
        for (String arg : args) {
            if (arg.startsWith("--url=")) {
                url = arg.substring(6);
            } else if (arg.startsWith("--content-type=")) {
                type = arg.substring(15);
            } else {
                words.add(arg);
            }
        }
        Optional<URI> base = absolute(url);
        if (words.size() != 2 || !words.getFirst().equals("parse") || base.isEmpty()) {
            err.print(USAGE);
            return words.contains("--help") ? GOOD : MISUSED;
        }
        try {
            return parse(document(words.get(1), in), new Origin(base.get(), type), out);
        } catch (IOException e) {
            err.println("warren: " + words.get(1) + " cannot be read: " + e.getMessage());
            return BAD;
        }
    }

    private static Optional<URI> absolute(String url) {
        try {
            return Optional.of(URI.create(url)).filter(URI::isAbsolute);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] document(String name, InputStream in) throws IOException {
        int most = Math.toIntExact(LARGEST.toBytes()) + 1;
        if (name.equals("-")) {
            return in.readNBytes(most);
        }
        try (InputStream file = Files.newInputStream(Path.of(name))) {
            return file.readNBytes(most);
        }
    }

    private static int parse(byte[] document, Origin origin, PrintStream out) {
        MemoryBudget budget = MemoryBudget.root("feeds", FeedParser.weigh(LARGEST.toBytes()));
        var parser = new FeedParser(budget, LARGEST, InstantSource.system(), new WebHtml());
        Parsed parsed = parser.parse(document, origin);
        String header = origin.contentType() == null ? "" : origin.contentType();
        String encoding = EncodingFinder.find(document, header).name();
        JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        out.println(json.writeValueAsString(FeedJson.of(parsed, encoding)));
        return parsed instanceof Parsed.Feed ? GOOD : BAD;
    }
}
