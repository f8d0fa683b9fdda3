package dev.warren.app.lab;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Small requests to a server on loopback, with an end to each wait and a limit to each answer.
 *
 * @param port of the server
 */
public record HttpProbe(int port) {

    private static final int LIMIT = 8 << 20;
    private static final int TIMEOUT = (int) Duration.ofSeconds(5).toMillis();

    /** The status of a GET; 0 when there was no answer. */
    public int status(String path) {
        HttpURLConnection connection = null;
        try {
            connection = open(path);
            return connection.getResponseCode();
        } catch (IOException e) {
            return 0;
        } finally {
            if (connection != null) {
                connection.disconnect();
            }
        }
    }

    /**
     * The text of a page.
     *
     * @throws LabException when it cannot be had
     */
    public String text(String path) {
        try (InputStream body = open(path).getInputStream()) {
            return new String(body.readNBytes(LIMIT), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new LabException(
                    "http://localhost:%d%s: %s".formatted(port, path, e.getMessage()), e);
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection)
                        URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT);
        connection.setReadTimeout(TIMEOUT);
        return connection;
    }
}
