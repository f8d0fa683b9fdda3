package dev.warren.feeds.parse;

import java.time.DateTimeException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Zones as they are written behind a time. */
final class Zones {

    private static final Pattern OFFSET =
            Pattern.compile("([+\\-\u2212\u2013])\\s*([0-9]{1,2}):?([0-9]{2})?");
    private static final Pattern NAME = Pattern.compile("\\b([A-Za-z]{1,5})\\b");

    /** In hours from UTC. Where a name has several meanings, the one that RFC 822 or most give. */
    private static final Map<String, Double> NAMES =
            Map.ofEntries(
                    Map.entry("EST", -5.0),
                    Map.entry("EDT", -4.0),
                    Map.entry("ET", -5.0),
                    Map.entry("CST", -6.0),
                    Map.entry("CDT", -5.0),
                    Map.entry("CT", -6.0),
                    Map.entry("MST", -7.0),
                    Map.entry("MDT", -6.0),
                    Map.entry("MT", -7.0),
                    Map.entry("PST", -8.0),
                    Map.entry("PDT", -7.0),
                    Map.entry("PT", -8.0),
                    Map.entry("AST", -4.0),
                    Map.entry("ADT", -3.0),
                    Map.entry("AKST", -9.0),
                    Map.entry("AKDT", -8.0),
                    Map.entry("HST", -10.0),
                    Map.entry("BST", 1.0),
                    Map.entry("WEST", 1.0),
                    Map.entry("CET", 1.0),
                    Map.entry("MEZ", 1.0),
                    Map.entry("CEST", 2.0),
                    Map.entry("MESZ", 2.0),
                    Map.entry("EET", 2.0),
                    Map.entry("EEST", 3.0),
                    Map.entry("MSK", 3.0),
                    Map.entry("IST", 5.5),
                    Map.entry("SGT", 8.0),
                    Map.entry("HKT", 8.0),
                    Map.entry("AWST", 8.0),
                    Map.entry("JST", 9.0),
                    Map.entry("KST", 9.0),
                    Map.entry("AEST", 10.0),
                    Map.entry("AEDT", 11.0),
                    Map.entry("NZST", 12.0),
                    Map.entry("NZDT", 13.0));

    private Zones() {}

    /** Seconds to the east of UTC, 0 when nothing is said or nobody knows the name. */
    static int offset(String written) {
        Matcher offset = OFFSET.matcher(written);
        if (offset.find()) {
            int hours = Integer.parseInt(offset.group(2));
            int minutes = offset.group(3) == null ? 0 : Integer.parseInt(offset.group(3));
            if (hours > 15 || minutes > 59) {
                throw new DateTimeException("no zone");
            }
            int seconds = (hours * 60 + minutes) * 60;
            return offset.group(1).equals("+") ? seconds : -seconds;
        }
        Matcher name = NAME.matcher(written);
        while (name.find()) {
            Double hours = NAMES.get(name.group(1).toUpperCase(Locale.ROOT));
            if (hours != null) {
                return (int) (hours * 3600);
            }
        }
        return 0;
    }
}
