package dev.warren.app.lab;

import java.util.Locale;

/**
 * A target, and what was measured.
 *
 * @param name what is measured, against what
 * @param measured the figure; NaN when it could not be measured, which fails
 * @param unit of both figures: {@code ×} for ratios
 * @param bound on which side of the target is good
 * @param target the figure to reach
 */
public record Check(String name, double measured, String unit, Bound bound, double target) {

    /** On which side of the target a figure passes. */
    public enum Bound {
        AT_LEAST("≥"),
        AT_MOST("≤");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }
    }

    /** A check that only holds or does not, as 1 or 0. */
    public static Check holds(String name, boolean holds) {
        return new Check(name, holds ? 1 : 0, "", Bound.AT_LEAST, 1);
    }

    public static Check atLeast(String name, double measured, String unit, double target) {
        return new Check(name, measured, unit, Bound.AT_LEAST, target);
    }

    public static Check atMost(String name, double measured, String unit, double target) {
        return new Check(name, measured, unit, Bound.AT_MOST, target);
    }

    public boolean passed() {
        return switch (bound) {
            case AT_LEAST -> measured >= target;
            case AT_MOST -> measured <= target;
        };
    }

    /** {@code PASS name 1.42× (target ≥ 1.3×)}. */
    public String line() {
        String verdict = passed() ? "PASS" : "FAIL";
        return unit.isEmpty()
                ? "%s  %s".formatted(verdict, name)
                : "%s  %s  %s (target %s)".formatted(verdict, name, shown(), wanted());
    }

    /** The figure with its unit. */
    public String shown() {
        if (unit.isEmpty()) {
            return passed() ? "yes" : "no";
        }
        return Double.isNaN(measured) ? "not measured" : figure(measured) + spaced();
    }

    /** The target with its sign and unit. */
    public String wanted() {
        return unit.isEmpty() ? "yes" : bound.sign + " " + figure(target) + spaced();
    }

    private String spaced() {
        return unit.equals("×") || unit.equals("%") ? unit : " " + unit;
    }

    /** A figure with three significant digits or so, never in exponents. */
    public static String figure(double value) {
        double size = Math.abs(value);
        if (Double.isNaN(value)) {
            return "–";
        }
        if (size >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(
                Locale.ROOT, size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.4f", value);
    }
}
