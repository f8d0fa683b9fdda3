package dev.warren.edge.ssh.session;

import dev.warren.edge.ssh.SessionNews;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** News as one line of JSON, and the news that news are missing. */
final class NewsText {

    private NewsText() {}

    static String json(SessionNews news) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("event", news.event());
        object.put("message", news.line());
        object.putAll(new TreeMap<>(news.fields()));
        return Json.line(object);
    }

    static SessionNews lost(long count) {
        String line =
                count == 1
                        ? "1 line was left out, because this session read too slowly"
                        : count + " lines were left out, because this session read too slowly";
        return new SessionNews("lost", line, Map.of("count", count), true);
    }
}
