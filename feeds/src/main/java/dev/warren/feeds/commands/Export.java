package dev.warren.feeds.commands;

import dev.warren.feeds.digest.Digest;
import dev.warren.feeds.opml.OpmlWriter;
import dev.warren.feeds.opml.Outline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;

/** Files of feeds as OPML, for other readers. */
final class Export {

    private Export() {}

    /** Each file is a folder; what files say besides their feeds is left out. */
    static String opml(String title, List<Digest> files) throws IOException {
        List<Outline> outlines =
                files.stream()
                        .flatMap(file -> outlines(file, files.size() == 1 ? "" : file.name()))
                        .toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            OpmlWriter.write(title, outlines, out);
        } catch (XMLStreamException impossible) {
            throw new IOException(impossible);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Stream<Outline> outlines(Digest file, String folder) {
        return file.file().feeds().stream()
                .map(feed -> new Outline(feed.title(), feed.url().toString(), "", folder));
    }
}
