package dev.warren.app.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

import dev.warren.Planted;
import dev.warren.app.rules.planted.AsksTheClock;
import dev.warren.app.rules.planted.FieldInjected;
import dev.warren.app.rules.planted.GuessableRandom;
import dev.warren.app.rules.planted.PrintsToTheConsole;
import dev.warren.app.rules.planted.WrongLogger;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;

/** Bans that keep the code's shape: how it logs, how it is wired, where its time comes from. */
final class ShapeBans {

    private ShapeBans() {}

    static List<Ban> all() {
        return List.of(
                new Ban(
                        "no java.util.logging",
                        noClasses()
                                .should()
                                .dependOnClassesThat(resideInAPackage("java.util.logging.."))
                                .because("logs go through SLF4J"),
                        WrongLogger.class),
                new Ban(
                        "no field injection",
                        NO_CLASSES_SHOULD_USE_FIELD_INJECTION,
                        FieldInjected.class),
                consoles(),
                clocks(),
                randoms(),
                rootPackage());
    }

    private static Ban consoles() {
        return new Ban(
                "no printing outside the program's own start",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                "dev.warren.app.start..",
                                "dev.warren.app.lab..",
                                "dev.warren.app.drill..",
                                "dev.warren.app.conformance..",
                                "dev.warren.app.bench..")
                        .should(ACCESS_STANDARD_STREAMS)
                        .because("a server talks through its log"),
                PrintsToTheConsole.class);
    }

    private static Ban clocks() {
        return new Ban(
                "no clock but the injected one",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(MemoryBans.LABORATORY)
                        .should()
                        .callCodeUnitWhere(
                                Calls.endless(Instant.class, "now")
                                        .or(Calls.endless(LocalDateTime.class, "now"))
                                        .or(Calls.endless(System.class, "currentTimeMillis"))
                                        .or(Calls.to(Clock.class, "systemDefaultZone")))
                        .because("tests drive the clock by hand"),
                AsksTheClock.class);
    }

    private static Ban randoms() {
        return new Ban(
                "no guessable randomness made on the spot",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(MemoryBans.LABORATORY)
                        .should()
                        .callCodeUnitWhere(
                                Calls.endless(Math.class, "random")
                                        .or(Calls.made("java.util.Random")))
                        .because("randomness is injected, and SecureRandom where it guards"),
                GuessableRandom.class);
    }

    private static Ban rootPackage() {
        return new Ban(
                "nothing in the root package",
                noClasses()
                        .should()
                        .resideInAPackage("dev.warren")
                        .because("a main class there would register every repository twice"),
                Planted.class);
    }
}
