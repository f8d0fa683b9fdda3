package dev.warren.feeds.it;

import dev.warren.core.testing.SmtpServer.Received;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A mail as its reader sees it. */
final class MailFaces {

    private MailFaces() {}

    /** The text and the HTML. */
    static List<String> of(Received mail) throws Exception {
        MimeMessage message =
                new MimeMessage(
                        Session.getInstance(new Properties()),
                        new ByteArrayInputStream(mail.bytes()));
        MimeMultipart both = (MimeMultipart) message.getContent();
        List<String> faces = new ArrayList<>();
        for (int i = 0; i < both.getCount(); i++) {
            faces.add((String) both.getBodyPart(i).getContent());
        }
        return faces;
    }
}
