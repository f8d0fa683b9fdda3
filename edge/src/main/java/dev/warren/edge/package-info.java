/** The two front doors: one SSH server and one HTTP port. Knows no module but platform-core. */
@ApplicationModule(
        displayName = "Edge",
        allowedDependencies = {
            "core",
            "core :: memory",
            "core :: people",
            "core :: audit",
            "core :: events",
            "core :: database",
            "core :: outbound",
            "core :: secrets",
            "core :: upkeep",
            "core :: webhooks"
        })
@NullMarked
package dev.warren.edge;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
