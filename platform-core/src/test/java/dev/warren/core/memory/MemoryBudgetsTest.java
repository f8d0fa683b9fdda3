package dev.warren.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.StartRefusedException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

class MemoryBudgetsTest {

    private static final JvmMemory JVM = new JvmMemory(256L << 20, 128L << 20);

    private final MemoryBudgets budgets = MemoryBudgets.of(JVM, DataSize.ofMegabytes(96));

    @Test
    void leavesTheFloorToThePlatform() {
        assertThat(budgets.root().limit()).isEqualTo(DataSize.ofMegabytes(288).toBytes());
    }

    @Test
    void startsWhenTheModulesFitToTheByte() {
        budgets.module("tunnels", DataSize.ofMegabytes(200), "warren.tunnels.memory");
        budgets.module("people", DataSize.ofMegabytes(88), "warren.people.memory");

        budgets.afterSingletonsInstantiated();

        assertThat(budgets.modules())
                .extracting(MemoryBudget::name)
                .containsExactly("tunnels", "people");
    }

    @Test
    void refusesToStartWithTheArithmeticWhenTheModulesDoNotFit() {
        budgets.module("tunnels", DataSize.ofMegabytes(200), "warren.tunnels.memory");
        budgets.module("people", DataSize.ofBytes((88 << 20) + 1), "warren.people.memory");

        assertThatThrownBy(budgets::afterSingletonsInstantiated)
                .isInstanceOf(StartRefusedException.class)
                .hasMessage(
                        "memory: warren.tunnels.memory 200 MiB + warren.people.memory 89 MiB = 289 MiB"
                                + " (expected: at most heap 256 MiB + direct 128 MiB - warren.memory.floor 96 MiB"
                                + " = 288 MiB; lower one of these settings by 1 MiB in all, or raise -Xmx or"
                                + " -XX:MaxDirectMemorySize)");
    }

    @Test
    void refusesAFloorThatLeavesNothing() {
        assertThatThrownBy(() -> MemoryBudgets.of(JVM, DataSize.ofMegabytes(384)))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageStartingWith(
                        "warren.memory.floor: 384 MiB (expected: less than heap 256 MiB");
    }

    @Test
    void givesEachModuleOneBudget() {
        budgets.module("tunnels", DataSize.ofMegabytes(1), "warren.tunnels.memory");

        assertThatIllegalStateException()
                .isThrownBy(() -> budgets.module("tunnels", DataSize.ofMegabytes(1), "x"));
    }

    @Test
    void showsEveryBudgetAsMetrics() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        budgets.bindTo(meters);
        MemoryBudget tunnels =
                budgets.module("tunnels", DataSize.ofBytes(100), "warren.tunnels.memory");
        try (Reservation held = tunnels.reserve(60)) {
            assertThat(tunnels.tryAcquire(41)).isFalse();
            assertThat(held.bytes()).isEqualTo(60);
            assertThat(gauge(meters, "used")).isEqualTo(60);
        }

        assertThat(gauge(meters, "used")).isZero();
        assertThat(gauge(meters, "peak")).isEqualTo(60);
        assertThat(gauge(meters, "limit")).isEqualTo(100);
        assertThat(
                        meters.get("warren.memory.budget.rejected")
                                .tags("module", "tunnels", "scope", "module", "reason", "limit")
                                .functionCounter()
                                .count())
                .isEqualTo(1);
    }

    private static double gauge(SimpleMeterRegistry meters, String what) {
        return meters.get("warren.memory.budget." + what).tag("module", "tunnels").gauge().value();
    }

    @Test
    void stopsTheApplicationContextWhenAModuleWantsTooMuch() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(MemoryAutoConfiguration.class))
                .withUserConfiguration(Greedy.class)
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .isInstanceOf(StartRefusedException.class)
                                .hasMessageContaining("warren.greedy.memory"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Greedy {
        @Bean
        MemoryBudget greedyBudget(MemoryBudgets budgets) {
            return budgets.module("greedy", DataSize.ofTerabytes(1), "warren.greedy.memory");
        }
    }
}
