package dev.warren.edge.ssh;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * A number of bytes in a command's result: {@code 1.5 MiB} for people, the number in JSON.
 *
 * @param value bytes, not negative
 */
public record ByteCount(@JsonValue long value) {

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final int STEP = 1024;

    @Override
    public String toString() {
        double shown = value;
        int unit = 0;
        while (shown >= STEP && unit < UNITS.length - 1) {
            shown /= STEP;
            unit++;
        }
        return unit == 0 ? value + " B" : String.format(Locale.ROOT, "%.1f %s", shown, UNITS[unit]);
    }
}
