package dev.warren.app.rules;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;

/** Predicates on calls, by what is called. */
final class Calls {

    private Calls() {}

    /**
     * A call, or a method reference, to one of {@code names} on {@code type} or a type below it.
     */
    static DescribedPredicate<JavaCall<?>> to(Class<?> type, String... names) {
        return to(type.getName(), names);
    }

    static DescribedPredicate<JavaCall<?>> to(String type, String... names) {
        Set<String> wanted = Set.of(names);
        return DescribedPredicate.describe(
                "a call to %s of %s".formatted(wanted, type),
                call ->
                        wanted.contains(call.getTarget().getName())
                                && call.getTargetOwner().isAssignableTo(type));
    }

    /** The same, without arguments: the form that waits for ever. */
    static DescribedPredicate<JavaCall<?>> endless(Class<?> type, String... names) {
        return to(type, names)
                .and(
                        DescribedPredicate.describe(
                                "without arguments",
                                call -> call.getTarget().getRawParameterTypes().isEmpty()));
    }

    /** A call to a constructor of the class {@code type}, not of one below it. */
    static DescribedPredicate<JavaCall<?>> made(String type) {
        return DescribedPredicate.describe(
                "a new " + type,
                call ->
                        call.getTarget().getName().equals("<init>")
                                && call.getTargetOwner().getName().equals(type));
    }

    /** A constructor of {@code type} that is given no bound. */
    static DescribedPredicate<JavaCall<?>> unbounded(Class<?> type) {
        return DescribedPredicate.describe(
                "an unbounded " + type.getSimpleName(),
                call ->
                        call.getTarget().getName().equals("<init>")
                                && call.getTargetOwner().isEquivalentTo(type)
                                && isUnbounded(call.getTarget()));
    }

    private static boolean isUnbounded(AccessTarget.CodeUnitCallTarget constructor) {
        return constructor.getRawParameterTypes().stream().noneMatch(Calls::isBound);
    }

    private static boolean isBound(JavaClass parameter) {
        return parameter.isEquivalentTo(int.class);
    }
}
