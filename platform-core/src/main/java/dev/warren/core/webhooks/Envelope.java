package dev.warren.core.webhooks;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event as it is sent.
 *
 * @param message its id, by which receivers know it again
 * @param body JSON in UTF-8, {@link #MOST} bytes at most
 */
record Envelope(String message, byte[] body) {

    static final int MOST = 16 * 1024;

    private static final int ID_BYTES = 16;
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Empty when it is too large. */
    static Optional<Envelope> of(WebhookEvent event, SecureRandom random) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String message = "msg_" + HexFormat.of().formatHex(id);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", message);
        fields.put("type", event.type());
        fields.put("timestamp", event.at().toString());
        fields.put("data", new TreeMap<>(event.data()));
        byte[] body = MAPPER.writeValueAsBytes(fields);
        return body.length > MOST ? Optional.empty() : Optional.of(new Envelope(message, body));
    }
}
