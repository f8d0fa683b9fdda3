package dev.warren.core.memory;

import dev.warren.core.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the memory budgets.
 *
 * @param floor what is kept of heap and direct memory for the platform itself and given to no
 *     module: classes' own objects (37 MB live when idle) and room for the collector and for the
 *     control plane's requests
 */
@ConfigurationProperties("warren.memory")
record MemoryProperties(@DefaultValue("96MB") DataSize floor) {

    MemoryProperties {
        Settings.of("warren.memory")
                .between("floor", floor, DataSize.ofMegabytes(48), DataSize.ofGigabytes(64))
                .done();
    }
}
