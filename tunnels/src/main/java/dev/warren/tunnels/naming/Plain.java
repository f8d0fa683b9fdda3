package dev.warren.tunnels.naming;

/** Makes what a stranger sent fit to be shown in one line. */
public final class Plain {

    private static final int LONGEST = 80;

    private Plain() {}

    /** {@code text} with everything but printable ASCII as {@code ?}, cut at 80 characters. */
    public static String text(String text) {
        return text(text, LONGEST);
    }

    /** {@code text} with everything but printable ASCII as {@code ?}, cut at {@code longest}. */
    public static String text(String text, int longest) {
        var shown = new StringBuilder(Math.min(text.length(), longest));
        for (int i = 0; i < text.length() && i < longest; i++) {
            char c = text.charAt(i);
            shown.append(c >= ' ' && c < 127 ? c : '?');
        }
        return text.length() > longest ? shown.append("...").toString() : shown.toString();
    }
}
