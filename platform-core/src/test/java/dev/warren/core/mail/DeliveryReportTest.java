package dev.warren.core.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.mail.DeliveryReport.Outcome;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryReportTest {

    /** As Postfix writes them. */
    static String report(String to, String action, String status) {
        return """
        Delivered-To: %s
        From: MAILER-DAEMON@mx.example.com (Mail Delivery System)
        To: %s
        Subject: Undelivered Mail Returned to Sender
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status;
        	boundary="A1.1/mx.example.com"

        This is a MIME-encapsulated message.

        --A1.1/mx.example.com
        Content-Type: text/plain; charset=us-ascii

        Action: failed
        Your message could not be delivered.

        --A1.1/mx.example.com
        Content-Description: Delivery report
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.com
        Arrival-Date: Mon, 30 Nov 2026 07:00:00 +0000

        Final-Recipient: rfc822; you@example.com
        Action: %s
        Status: %s
        Diagnostic-Code: smtp; 550 5.1.1 <you@example.com>:
            no such\tuser

        --A1.1/mx.example.com
        Content-Type: text/rfc822-headers

        Subject: Daily
        --A1.1/mx.example.com--
        """
                .formatted(to, to, action, status)
                .replace("\n", "\r\n");
    }

    private static DeliveryReport read(String text) {
        return DeliveryReport.read(text.getBytes(ISO_8859_1));
    }

    @Test
    void saysWhomItIsToAndWhyInOneLine() {
        DeliveryReport report = read(report("back+7-ab@example.org", "failed", "5.1.1"));

        assertThat(report.recipients()).contains("back+7-ab@example.org");
        assertThat(report.reason()).isEqualTo("smtp; 550 5.1.1 <you@example.com>: no such user");
    }

    @ParameterizedTest
    @CsvSource({
        "failed, 5.1.1, REFUSED",
        "FAILED, 5.7.1 (blocked), REFUSED",
        "failed, 4.4.7, EXPIRED",
        "failed, nonsense, REFUSED",
        "delayed, 4.4.1, NOTHING",
        "delivered, 2.0.0, NOTHING",
        "relayed, 2.0.0, NOTHING"
    })
    void tellsRefusalsFromDelays(String action, String status, Outcome outcome) {
        assertThat(read(report("back@example.org", action, status)).outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no mail at all",
                "Subject: out of office\r\n\r\nAction: failed\r\n",
                "Content-Type: multipart/report\r\n\r\nAction: failed",
                "Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n--x--\r\n",
                "Content-Type: multipart/report; boundary=\"\r\n\r\n--\r\n",
                "Content-Type: message/delivery-status\r\n\r\nAction: failed\r\n"
            })
    void sayNothingWhenTheyAreNoReports(String text) {
        assertThat(read(text).outcome()).isEqualTo(Outcome.NOTHING);
    }

    @Test
    void mayBreakOffAnywhere() {
        byte[] whole = report("back+7-ab@example.org", "failed", "5.1.1").getBytes(ISO_8859_1);

        for (int length = 0; length < whole.length; length += 7) {
            assertThat(DeliveryReport.read(Arrays.copyOf(whole, length)).reason()).isNotNull();
        }
    }
}
