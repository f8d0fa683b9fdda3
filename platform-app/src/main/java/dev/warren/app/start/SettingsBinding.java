package dev.warren.app.start;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.unit.DataSize;

/** Binds settings records on trial and says in words what does not fit. */
final class SettingsBinding {

    private final ConfigurableEnvironment environment;
    private final Validator validator;

    SettingsBinding(ConfigurableEnvironment environment, Validator validator) {
        this.environment = environment;
        this.validator = validator;
    }

    /** The problems of the settings below {@code prefix}, one line each; empty when all is well. */
    List<String> problems(String prefix, Class<?> record) {
        List<String> problems = new ArrayList<>();
        try {
            Object bound =
                    Binder.get(environment)
                            .bindOrCreate(prefix, Bindable.of(record), new Collector(problems));
            for (ConstraintViolation<Object> violation : validator.validate(bound)) {
                problems.add(
                        "%s.%s: %s (expected: %s)"
                                .formatted(
                                        prefix,
                                        dashed(violation.getPropertyPath().toString()),
                                        violation.getInvalidValue(),
                                        violation.getMessage().replaceFirst("^must be ", "")));
            }
        } catch (BindException e) {
            // a value that did not convert is reported already, and its absence may be what fails
            if (problems.isEmpty()) {
                problems.addAll(refusal(prefix, e));
            }
        }
        return problems;
    }

    /** {@code maxConnections} as settings are spelled: {@code max-connections}. */
    private static String dashed(String path) {
        return DataObjectPropertyName.toDashedForm(path);
    }

    private static List<String> refusal(String prefix, Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && !(cause instanceof IllegalArgumentException
                        && !(cause instanceof ConversionException))) {
            cause =
                    cause instanceof InvocationTargetException invocation
                            ? invocation.getTargetException()
                            : cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? List.of(prefix + ": " + cause) : message.lines().toList();
    }

    /** Notes values that cannot be converted and goes on without them. */
    private final class Collector extends AbstractBindHandler {

        private final List<String> problems;

        Collector(List<String> problems) {
            this.problems = problems;
        }

        @Override
        public @Nullable Object onFailure(
                ConfigurationPropertyName name,
                Bindable<?> target,
                BindContext context,
                Exception error)
                throws Exception {
            if (conversionFailure(error) && context.getConfigurationProperty() != null) {
                problems.add(
                        "%s: %s (expected: %s)"
                                .formatted(
                                        name,
                                        shown(name, context.getConfigurationProperty().getValue()),
                                        expectation(target.getType().resolve(Object.class))));
                return null;
            }
            throw error;
        }

        private boolean conversionFailure(Throwable error) {
            for (Throwable cause = error; cause != null; cause = cause.getCause()) {
                if (cause instanceof ConversionException) {
                    return true;
                }
            }
            return false;
        }
    }

    private static String shown(ConfigurationPropertyName name, Object value) {
        String setting = name.toString();
        boolean secret =
                setting.contains("password")
                        || setting.contains("secret")
                        || setting.contains("token");
        return secret ? "(hidden)" : value.toString();
    }

    private static String expectation(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return type == double.class || type == Double.class ? "a number" : "a whole number";
        }
        if (type == Duration.class) {
            return "a duration like 30s, 5m or 1h";
        }
        if (type == DataSize.class) {
            return "a size like 512KB or 64MB";
        }
        if (type == Path.class) {
            return "a path";
        }
        return "a " + type.getSimpleName();
    }
}
