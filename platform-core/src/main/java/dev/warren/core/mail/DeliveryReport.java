package dev.warren.core.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a mail server reports of a mail that it took.
 *
 * @param recipients whom the report itself was sent to, in the words of several servers
 * @param outcome what it says
 * @param reason in its own words, printable
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3464">RFC 3464</a>
 */
record DeliveryReport(List<String> recipients, Outcome outcome, String reason) {

    private static final int MOST_PARTS = 10;
    private static final int MOST_STATUS = 64 * 1024;
    private static final int MOST_WORDS = 300;

    /** Headers in which servers say for whom a message is, the most reliable first. */
    private static final String[] RECIPIENTS = {
        "Delivered-To", "X-Original-To", "Envelope-To", "To"
    };

    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s<>,;:\"]{1,200}@[^\\s<>,;:\"]{1,200}");
    private static final Pattern STATUS = Pattern.compile("([245])\\.[0-9]{1,3}\\.[0-9]{1,3}.*");

    /** What became of the mail. */
    enum Outcome {
        /** It was refused, and will be again. */
        REFUSED,
        /** It did not arrive, for reasons that may pass. */
        EXPIRED,
        /** Nothing yet, or it arrived, or this is no report. */
        NOTHING
    }

    /**
     * Reads the beginning of a message.
     *
     * @param message that may break off anywhere
     */
    static DeliveryReport read(byte[] message) {
        try {
            MimeMessage mail =
                    new MimeMessage(
                            Session.getInstance(new Properties()),
                            new ByteArrayInputStream(message));
            List<String> recipients = recipients(mail);
            String status = status(mail);
            String action = field(status, "Action").toLowerCase(Locale.ROOT);
            Outcome outcome =
                    action.equals("failed") ? failed(field(status, "Status")) : Outcome.NOTHING;
            String words = field(status, "Diagnostic-Code");
            return new DeliveryReport(
                    recipients, outcome, words.isEmpty() ? field(status, "Status") : words);
        } catch (MessagingException | IOException | RuntimeException broken) {
            return new DeliveryReport(List.of(), Outcome.NOTHING, "it is no mail");
        }
    }

    private static List<String> recipients(MimeMessage mail) throws MessagingException {
        List<String> found = new ArrayList<>();
        for (String name : RECIPIENTS) {
            String[] values = mail.getHeader(name);
            for (String value : values == null ? new String[0] : values) {
                Matcher address = ADDRESS.matcher(value);
                while (address.find() && found.size() < MOST_PARTS) {
                    found.add(address.group());
                }
            }
        }
        return found;
    }

    /** The machine's part of it; empty where there is none. */
    private static String status(MimeMessage mail) throws MessagingException, IOException {
        if (!mail.isMimeType("multipart/report")
                || !(mail.getContent() instanceof MimeMultipart parts)) {
            return "";
        }
        for (int i = 0; i < Math.min(parts.getCount(), MOST_PARTS); i++) {
            BodyPart part = parts.getBodyPart(i);
            if (part.isMimeType("message/delivery-status")
                    || part.isMimeType("message/global-delivery-status")) {
                try (InputStream in = part.getInputStream()) {
                    return new String(in.readNBytes(MOST_STATUS), ISO_8859_1);
                }
            }
        }
        return "";
    }

    /** A failure without a number is one for good. */
    private static Outcome failed(String status) {
        Matcher number = STATUS.matcher(status);
        if (!number.matches() || number.group(1).equals("5")) {
            return Outcome.REFUSED;
        }
        return number.group(1).equals("4") ? Outcome.EXPIRED : Outcome.NOTHING;
    }

    /** The first field of that name, unfolded, on one printable line. */
    private static String field(String status, String name) {
        String unfolded = status.replaceAll("\\r?\\n[ \\t]+", " ");
        return Arrays.stream(unfolded.split("\\r?\\n"))
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .findFirst()
                .map(line -> printable(line.substring(name.length() + 1)))
                .orElse("");
    }

    private static String printable(String words) {
        String line = words.replaceAll("[^\\x20-\\x7e]+", " ").strip();
        return line.length() > MOST_WORDS ? line.substring(0, MOST_WORDS) : line;
    }
}
