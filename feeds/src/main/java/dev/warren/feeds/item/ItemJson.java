package dev.warren.feeds.item;

import dev.warren.feeds.parse.ParsedItem.Enclosure;
import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Lists of an item as they are kept, or are on their way there. */
final class ItemJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<Enclosure>> ENCLOSURES = new TypeReference<>() {};

    private ItemJson() {}

    static String write(List<Enclosure> enclosures) {
        List<Enclosure> clean =
                enclosures.stream()
                        .map(one ->
                                new Enclosure(
                                        one.url().replace("\0", ""),
                                        one.type().replace("\0", ""),
                                        one.length()))
                        .toList();
        return clean.isEmpty() ? "[]" : JSON.writeValueAsString(clean);
    }

    /** Texts are without the character that PostgreSQL does not keep. */
    static String write(String[] texts) {
        return texts.length == 0 ? "[]" : JSON.writeValueAsString(texts);
    }

    static List<Enclosure> read(String json) {
        return json.equals("[]") ? List.of() : JSON.readValue(json, ENCLOSURES);
    }
}
