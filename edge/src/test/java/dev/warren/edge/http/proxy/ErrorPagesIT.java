package dev.warren.edge.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRefusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The administrator's own pages. */
class ErrorPagesIT {

    private static final String BROWSER = "Accept: text/html,*/*;q=0.8\r\n\r\n";

    @TempDir static Path folder;

    @RegisterExtension final DoorFixture door = new DoorFixture().with("error-pages", folder);

    @BeforeAll
    static void write() throws IOException {
        Files.writeString(folder.resolve("404.html"), "<h1>{{status}}: no {{host}}</h1>");
        Files.writeString(folder.resolve("5xx.html"), "<h1>{{title}}</h1>{{detail}}{{request-id}}");
        Files.writeString(folder.resolve("offline.html"), "<h1>back soon</h1>");
        Files.writeString(folder.resolve("502.html"), "x".repeat(40_000));
    }

    @Test
    void browsersGetTheAdministratorsPage() {
        try (Wire visitor = door.visit()) {
            visitor.send("GET / HTTP/1.1\r\nHost: gone.test\r\nX-Request-Id: r1\r\n" + BROWSER);
            assertThat(visitor.response())
                    .startsWith("HTTP/1.1 404 ")
                    .contains("Content-Type: text/html", "Content-Security-Policy: ")
                    .endsWith("<h1>404: no gone.test</h1>");
            visitor.send("HEAD / HTTP/1.1\r\nHost: gone.test\r\n" + BROWSER);
            assertThat(visitor.head()).contains("Content-Length: 26\r\n");
        }
    }

    @Test
    void programsGetTheirOwnForms() {
        try (Wire visitor = door.visit()) {
            visitor.send("GET / HTTP/1.1\r\nHost: gone.test\r\nAccept: application/json\r\n\r\n");
            assertThat(visitor.response()).contains("\"status\":404");
            visitor.send("GET / HTTP/1.1\r\nHost: gone.test\r\n\r\n");
            assertThat(visitor.response()).contains("404 Not found: ");
        }
    }

    @Test
    void wordsOfOthersAreEscaped() {
        door.serve("a.test", Backend.answering(""), false)
                .planning(request ->
                        new HttpPlan.Refuse(new HttpRefusal(500, "<b>", "{{host}} & <i>")));

        try (Wire visitor = door.visit()) {
            visitor.send("GET / HTTP/1.1\r\nHost: a.test\r\n" + BROWSER);
            assertThat(visitor.response()).contains("<h1>&lt;b&gt;</h1>{{host}} &amp; &lt;i&gt;");
        }
    }

    @Test
    void aKnownHostThatIsAwayHasAPageOfItsOwn() {
        door.serve("a.test", Backend.answering(""), false)
                .planning(request -> new HttpPlan.Refuse(HttpRefusal.offline("away")));

        try (Wire visitor = door.visit()) {
            visitor.send("GET / HTTP/1.1\r\nHost: a.test\r\n" + BROWSER);
            assertThat(visitor.response())
                    .startsWith("HTTP/1.1 503 Offline")
                    .endsWith("<h1>back soon</h1>");
        }
    }

    @Test
    void pagesAreReadAgainWhenTheyChangeAndTooLargeOnesAreLeftOut(@TempDir Path other)
            throws IOException {
        Path file = Files.writeString(other.resolve("502.html"), "first");
        var pages = new ErrorPages(other, MemoryBudget.root("pages", 1000));
        assertThat(of(pages)).contains("first");

        write(file, "second", 1);
        pages.look();
        assertThat(of(pages)).contains("second");
        write(file, "x".repeat(40_000), 2);
        pages.look();
        assertThat(of(pages)).contains("second");
        Files.delete(file);
        pages.look();

        assertThat(of(pages)).isEmpty();
        assertThat(of(new ErrorPages(folder, MemoryBudget.root("pages", 1000))))
                .contains("<h1>Bad</h1>detailr1");
    }

    private static void write(Path file, String text, int seconds) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(seconds)));
    }

    private static Optional<String> of(ErrorPages pages) {
        return pages.of(new HttpRefusal(502, "Bad", "detail"), "a.test", "r1");
    }
}
