package dev.warren.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModuleBoundariesTest {

    /** Other modules' tests come in jars, and their package-infos would hide the modules' own. */
    private static final ImportOption SHIPPED =
            location ->
                    new ImportOption.DoNotIncludeTests().includes(location)
                            && !location.contains("-tests.jar");

    @Test
    void arrowsBetweenModulesPointDown() {
        ApplicationModules modules = ApplicationModules.of("dev.warren", SHIPPED);

        assertThat(modules.stream().map(m -> m.getIdentifier().toString()))
                .contains("core", "edge", "tunnels", "app");
        modules.verify();
    }

    @Test
    void arrowFromModuleToModuleIsFound() {
        ImportOption everything = location -> true;

        ApplicationModules planted = ApplicationModules.of("planted.house", everything);

        assertThat(planted.detectViolations().getMessages())
                .singleElement()
                .asString()
                .contains("Module 'feeds' depends on module 'tunnels'", "Allowed targets: core");
    }
}
