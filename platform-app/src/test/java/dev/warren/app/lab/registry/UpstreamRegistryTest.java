package dev.warren.app.lab.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.warren.app.lab.Workspace;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpstreamRegistryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SIZE = 100_000;

    private Workspace workspace;
    private UpstreamRegistry upstream;
    private Stock stock;
    private RegistryUser nobody;

    @BeforeEach
    void start() throws IOException {
        workspace = new Workspace("upstream-registry-test-");
        stock = Stock.make(workspace, "stock", SIZE);
        upstream = new UpstreamRegistry();
        nobody = RegistryUser.nobody(upstream.entrance());
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
        workspace.close();
    }

    private Content blob(long number) {
        Content blob = stock.content(number);
        upstream.put(blob);
        return blob;
    }

    private void pull(Content blob) throws IOException {
        nobody.pull("library/app", blob.digest());
    }

    @Test
    void servesImagesToTheByteAndCountsBytesOfBlobs() throws IOException {
        Image image = Image.of(stock.content(1), List.of(stock.content(2)));
        upstream.put("latest", image);

        nobody.pull("library/app", "latest", image);

        assertThat(upstream.sent()).isEqualTo(2L * SIZE);
    }

    @Test
    void blobsOfOneStockDiffer() {
        assertThat(stock.content(1).digest()).isNotEqualTo(stock.content(2).digest());
        assertThat(stock.content(1).digest()).isEqualTo(stock.content(1).digest());
    }

    @Test
    void servesThePartThatIsAskedFor() throws IOException {
        Content blob = blob(3);
        String path = "/v2/library/app/blobs/" + blob.digest();
        try (Wire wire = new Wire(upstream.entrance(), PATIENCE)) {
            Wire.Head whole = wire.call("GET", path, List.of());
            byte[] all = wire.body(whole);

            Wire.Head rest = wire.call("GET", path, List.of("Range: bytes=" + (SIZE - 9) + "-"));

            assertThat(rest.status()).isEqualTo(206);
            assertThat(wire.body(rest))
                    .hasSize(9)
                    .containsExactly(Arrays.copyOfRange(all, SIZE - 9, SIZE));
        }
    }

    @Test
    void breaksOffOnceAndOnlyWhenItIsTold() throws IOException {
        Content blob = blob(4);
        upstream.next(List.of(new Trouble.Cut(1000)));

        assertThatThrownBy(() -> pull(blob)).isInstanceOf(IOException.class);
        assertThat(upstream.sent()).isEqualTo(1000);
        pull(blob);
    }

    @Test
    void sendsOneWrongByte() {
        Content blob = blob(5);
        upstream.next(List.of(new Trouble.Corrupt(50_000)));

        assertThatThrownBy(() -> pull(blob)).isInstanceOf(WrongBytesException.class);
    }

    @Test
    void answersAnotherStatus() throws IOException {
        upstream.next(List.of(new Trouble.Status(429, List.of("Retry-After: 3"))));
        try (Wire wire = new Wire(upstream.entrance(), PATIENCE)) {
            Wire.Head head = wire.call("GET", "/v2/library/app/manifests/1", List.of());

            assertThat(head.status()).isEqualTo(429);
            assertThat(head.field("retry-after")).contains("3");
            assertThat(wire.call("GET", "/v2/library/app/manifests/1", List.of()).status())
                    .isEqualTo(404);
        }
    }

    @Test
    void goesDownAndComesBack() throws IOException {
        Content blob = blob(6);
        upstream.goDown();
        Throwable refused = catchThrowable(() -> pull(blob));

        upstream.comeBack();

        assertThat(refused).isInstanceOf(IOException.class);
        pull(blob);
    }
}
