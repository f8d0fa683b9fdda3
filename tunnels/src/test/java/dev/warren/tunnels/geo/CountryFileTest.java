package dev.warren.tunnels.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountryFileTest {

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file =
                new CountryDatabase()
                        .with("203.0.113.0/24", "AT")
                        .with("2001:db8::/32", "CH")
                        .with("198.51.100.0/24", Map.of("country", "Japan", "country_code", "JP"))
                        .with("192.0.2.0/24", Map.of("continent", "EU"))
                        .writeTo(folder.resolve("countries.mmdb"));
    }

    @Test
    void tellsTheCountryOfAnAddress() throws IOException {
        CountryFile countries = open();

        assertThat(of(countries, "203.0.113.9")).contains("AT");
        assertThat(of(countries, "2001:db8::9")).contains("CH");
        assertThat(of(countries, "198.51.100.9")).contains("JP");
        assertThat(of(countries, "192.0.2.9")).isEmpty();
        assertThat(of(countries, "127.0.0.1")).isEmpty();
    }

    @Test
    void takesAChangedFileOverOnceItKeepsStill() throws IOException {
        CountryFile countries = open();
        new CountryDatabase().with("203.0.113.0/25", "DE").writeTo(file);

        countries.look();
        assertThat(of(countries, "203.0.113.9")).contains("AT");
        countries.look();

        assertThat(of(countries, "203.0.113.9")).contains("DE");
        assertThat(of(countries, "203.0.113.200")).isEmpty();
    }

    @Test
    void keepsTheLastGoodFileWhenItBreaksOrGoes() throws IOException {
        CountryFile countries = open();
        // in place, which cuts the old one short
        Files.writeString(file, "not a database");

        countries.look();
        countries.look();
        Files.delete(file);
        countries.look();

        assertThat(of(countries, "203.0.113.9")).contains("AT");
    }

    @Test
    void refusesWhatIsNoDatabaseAndLeavesNothingBehind() throws IOException {
        open();
        Files.writeString(file, "not a database");

        assertThatThrownBy(this::open).isInstanceOf(IOException.class);
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    private CountryFile open() throws IOException {
        return new CountryFile(file, folder.resolve("tmp"));
    }

    private static Optional<String> of(CountryFile countries, String address) throws IOException {
        return countries.of(InetAddress.getByName(address));
    }
}
