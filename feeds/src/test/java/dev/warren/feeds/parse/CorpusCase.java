package dev.warren.feeds.parse;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A document of the corpus and what feedparser makes of it. */
record CorpusCase(String file, Map<String, String> headers, List<Claim> claims) {

    static final Path FOLDER = Path.of("src/test/resources/feedparser");

    private static final Set<String> IDENTITY =
            Set.of(
                    "title",
                    "link",
                    "id",
                    "guid",
                    "published_parsed",
                    "updated_parsed",
                    "created_parsed");
    private static final Set<String> CORE =
            Set.of(
                    "summary",
                    "description",
                    "subtitle",
                    "tagline",
                    "content",
                    "author",
                    "tags",
                    "category",
                    "enclosures",
                    "comments",
                    "guidislink");
    private static final Set<String> NOT_CORE = Set.of("sanitize", "base", "lang");

    /** That a value is what it should be. */
    record Claim(List<Object> path, String op, @Nullable Object value) {

        boolean is(String first) {
            return path.getFirst().equals(first);
        }

        /** The field of the feed or the item that it is about. */
        String field() {
            return String.valueOf(path.get(path.getFirst().equals("entries") ? 2 : 1));
        }

        boolean isIn(Set<String> fields) {
            return (is("feed") && path.size() > 1 || is("entries") && path.size() > 2)
                    && fields.contains(field());
        }
    }

    static List<CorpusCase> all() throws IOException {
        JsonMapper json = JsonMapper.builder().build();
        List<CorpusCase> cases = new ArrayList<>();
        for (String line : Files.readAllLines(FOLDER.resolve("cases.jsonl"))) {
            JsonNode read = json.readTree(line);
            List<Claim> claims = new ArrayList<>();
            for (JsonNode claim : read.path("assert")) {
                List<Object> path = new ArrayList<>();
                for (JsonNode step : claim.path("path")) {
                    path.add(step.isInt() ? step.intValue() : step.stringValue());
                }
                Object value = json.treeToValue(claim.path("value"), Object.class);
                claims.add(new Claim(path, claim.path("op").stringValue(), value));
            }
            Map<String, String> headers = new HashMap<>();
            read.path("headers")
                    .forEachEntry((name, value) -> headers.put(name, value.stringValue()));
            cases.add(new CorpusCase(read.path("file").stringValue(), headers, claims));
        }
        return cases;
    }

    String folder() {
        String[] parts = file.split("/");
        return parts[0].equals("wellformed") ? parts[1] : parts[0];
    }

    byte[] document() throws IOException {
        return Files.readAllBytes(FOLDER.resolve(file));
    }

    URI base() {
        return URI.create("http://127.0.0.1:8097/")
                .resolve(headers.getOrDefault("Content-Location", "feed.xml"));
    }

    Origin origin() {
        return new Origin(base(), headers.get("Content-type"));
    }

    /** All claims but whether the document was well-formed. */
    List<Claim> aboutContent() {
        return claims.stream().filter(claim -> !claim.is("bozo")).toList();
    }

    boolean isCore() {
        return !NOT_CORE.contains(folder())
                && file.startsWith("wellformed")
                && !aboutContent().isEmpty()
                && aboutContent().stream().allMatch(c -> c.isIn(IDENTITY) || c.isIn(CORE));
    }

    boolean isIdentity() {
        return isCore() && aboutContent().stream().allMatch(claim -> claim.isIn(IDENTITY));
    }
}
