package dev.warren.core.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.StartRefusedException;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class WebhooksPropertiesTest {

    @Test
    void defaultsGoTogether() {
        assertThat(WebhookSettings.usual().maxSending()).isEqualTo(16);
    }

    @Test
    void saysWhatDoesNotFit() {
        assertThatThrownBy(() -> WebhookSettings.of(DataSize.ofKilobytes(256), 7, 10, 5))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining(
                        "warren.webhooks.max-sending: 7 (expected: 1 to 6 with memory 262144B)")
                .hasMessageContaining("warren.webhooks.max-waiting-total: 5 (expected: 10 to");
    }
}
