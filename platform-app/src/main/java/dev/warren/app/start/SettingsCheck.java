package dev.warren.app.start;

import dev.warren.core.StartRefusedException;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.ClassUtils;

/**
 * Looks at every {@code warren.*} setting before anything starts, so that a typing mistake costs a
 * second and not a half-started server. All problems are reported together.
 */
public final class SettingsCheck
        implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** What the start script reads; they are no settings of the application. */
    private static final Set<String> SCRIPT_VARIABLES =
            Set.of("WARREN_HEAP", "WARREN_DIRECT", "WARREN_JAVA_OPTS", "WARREN_JAR");

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        ClassLoader loader = SettingsCheck.class.getClassLoader();
        SettingsCatalog catalog = SettingsCatalog.load(loader);
        List<String> problems = new ArrayList<>(unknown(environment, catalog));
        try (ValidatorFactory validators = validators()) {
            SettingsBinding binding = new SettingsBinding(environment, validators.getValidator());
            catalog.records()
                    .forEach(
                            (type, prefix) -> problems.addAll(bind(binding, loader, type, prefix)));
        }
        if (!problems.isEmpty()) {
            throw new StartRefusedException(problems);
        }
    }

    private static ValidatorFactory validators() {
        return Validation.byDefaultProvider()
                .configure()
                // messages hold no expressions, and the expression language is not on board
                .messageInterpolator(
                        new ParameterMessageInterpolator(
                                Set.of(Locale.ENGLISH), Locale.ENGLISH, false))
                .buildValidatorFactory();
    }

    private static List<String> bind(
            SettingsBinding binding, ClassLoader loader, String type, String prefix) {
        Class<?> record = ClassUtils.resolveClassName(type.replace('/', '.'), loader);
        // groups name nested records too; those are bound with the record that holds them
        return MergedAnnotations.from(record).isPresent(ConfigurationProperties.class)
                ? binding.problems(prefix, record)
                : List.of();
    }

    private static List<String> unknown(
            ConfigurableEnvironment environment, SettingsCatalog catalog) {
        Set<String> problems = new TreeSet<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> names) {
                boolean variables = isEnvironment(source);
                for (String name : names.getPropertyNames()) {
                    unknown(name, variables, catalog, problems);
                }
            }
        }
        return List.copyOf(problems);
    }

    private static boolean isEnvironment(PropertySource<?> source) {
        return source.getName()
                .endsWith(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
    }

    private static void unknown(
            String name, boolean variable, SettingsCatalog catalog, Set<String> problems) {
        if (variable && name.startsWith("WARREN_") && !SCRIPT_VARIABLES.contains(name)) {
            if (!catalog.knowsVariable(name)) {
                String nearest =
                        nearest(
                                name,
                                catalog.types().keySet().stream()
                                        .flatMap(n -> SettingsCatalog.variables(n).stream())
                                        .toList());
                problems.add(name + ": no such setting (did you mean " + nearest + "?)");
            }
        } else if (!variable && name.startsWith(SettingsCatalog.ROOT) && !catalog.knows(name)) {
            String nearest = nearest(name, catalog.types().keySet());
            problems.add(name + ": no such setting (did you mean " + nearest + "?)");
        }
    }

    private static String nearest(String name, Iterable<String> known) {
        List<String> names = new ArrayList<>();
        known.forEach(names::add);
        return names.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .orElse("one of README's settings");
    }

    /** The number of single-character edits between two names (Levenshtein's distance). */
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int substituted = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
