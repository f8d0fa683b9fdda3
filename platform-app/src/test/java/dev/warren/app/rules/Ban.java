package dev.warren.app.rules;

import com.tngtech.archunit.lang.ArchRule;

/**
 * One thing that the code must not do.
 *
 * @param rule holds for the whole program
 * @param planted a class that breaks it, to show that the rule can fail
 */
record Ban(String name, ArchRule rule, Class<?> planted) {

    @Override
    public String toString() {
        return name;
    }
}
