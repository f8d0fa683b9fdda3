package dev.warren.registry.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class BucketPropertiesTest {

    private static final String PREFIX = "warren.registry.s3.";

    private static BucketProperties bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("warren.registry.s3", BucketProperties.class);
    }

    @Test
    void isOffUntilABucketIsSet() {
        assertThat(bound(Map.of()).isOn()).isFalse();
        assertThat(bound(Map.of(PREFIX + "bucket", " ")).isOn()).isFalse();

        BucketProperties settings = bound(Map.of(PREFIX + "bucket", "warren"));
        assertThat(settings.isOn()).isTrue();
        assertThat(settings.partSize()).isEqualTo(DataSize.ofMegabytes(16));
        assertThat(settings.redirect()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "endpoint, http://minio:9000, 'bucket: null (expected: set, as endpoint is)'",
        "bucket, a/b, 'bucket: a/b (expected: 3 to 63 letters, digits, dots and hyphens)'",
        "endpoint, minio, 'endpoint: minio (expected: http(s)://HOST)'",
        "prefix, ../up/, 'prefix: ../up/ (expected: words with a slash behind each, such as warren/)'",
        "part-size, 1MB, 'part-size: 1048576B (expected: 5242880B to 5242880000B)'",
        "access-key, me, 'secret-key: (not shown) (expected: set together with access-key)'"
    })
    void refusesWhatCannotWork(String name, String value, String words) {
        assertThatThrownBy(() -> bound(Map.of(PREFIX + name, value)))
                .rootCause()
                .hasMessageContaining(PREFIX + words);
    }

    @Test
    void showsNoSecret() {
        String text =
                bound(Map.of(PREFIX + "access-key", "me", PREFIX + "secret-key", "hush"))
                        .toString();

        assertThat(text).doesNotContain("hush");
    }
}
