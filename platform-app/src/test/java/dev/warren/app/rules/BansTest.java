package dev.warren.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BansTest {

    private static final JavaClasses PROGRAM =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    // a module's fakes come packed when the whole reactor is built
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages("dev.warren");

    static List<Ban> bans() {
        return Stream.of(MemoryBans.all(), WaitingBans.all(), ShapeBans.all())
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("bans")
    void programKeepsTo(Ban ban) {
        assertThat(PROGRAM.size()).isGreaterThan(50);

        ban.rule().check(PROGRAM);
    }

    @ParameterizedTest
    @MethodSource("bans")
    void plantedClassBreaks(Ban ban) {
        JavaClasses planted = new ClassFileImporter().importClasses(ban.planted());

        boolean broken = ban.rule().evaluate(planted).hasViolation();

        assertThat(broken).isTrue();
    }
}
