package dev.warren.core.mail;

import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends mails to a server by SMTP, one connection for each. */
final class SmtpDelivery implements Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpDelivery.class);
    private static final int PERMANENT = 500;
    private static final int UNAVAILABLE = 421;
    private static final int MOST_WORDS = 300;

    private final Session session;
    private final MailProperties settings;
    private final Optional<DkimKey> key;
    private final Optional<ReturnPath> returns;

    SmtpDelivery(
            Session session,
            MailProperties settings,
            Optional<DkimKey> key,
            Optional<ReturnPath> returns) {
        this.session = session;
        this.settings = settings;
        this.key = key;
        this.returns = returns;
    }

    @Override
    public Result deliver(long id, MailAddress to, byte[] message) {
        try {
            Transport transport = session(id).getTransport();
            transport.connect(
                    settings.host(), settings.actualPort(), settings.user(), settings.password());
            try {
                return send(transport, to, message);
            } finally {
                close(transport);
            }
        } catch (AuthenticationFailedException refused) {
            return new Result.Away("the mail server does not let us in: " + words(refused));
        } catch (MessagingException away) {
            return new Result.Away("the mail server does not answer: " + words(away));
        }
    }

    /** The envelope's sender is the session's. */
    private Session session(long id) {
        if (returns.isEmpty()) {
            return session;
        }
        Properties own = new Properties();
        own.putAll(session.getProperties());
        own.put(
                "mail." + own.getProperty("mail.transport.protocol") + ".from",
                returns.get().of(id).value());
        return Session.getInstance(own);
    }

    /** How the connection ends says nothing about the mail. */
    private static void close(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException broken) {
            LOG.debug("mail connection not closed cause={}", broken.toString());
        }
    }

    private Result send(Transport transport, MailAddress to, byte[] bytes) {
        try {
            MimeMessage plain = new MimeMessage(session, new ByteArrayInputStream(bytes));
            MimeMessage message = key.isPresent() ? key.get().sign(plain) : plain;
            transport.sendMessage(message, new Address[] {new InternetAddress(to.value())});
            return new Result.Taken("taken by " + settings.host());
        } catch (MessagingException failed) {
            return judge(failed);
        }
    }

    /** A broken connection may mean that the server has the mail; it is sent again all the same. */
    private static Result judge(MessagingException failed) {
        Exception cause = failed;
        while (cause instanceof MessagingException next) {
            switch (next) {
                case SMTPAddressFailedException recipient -> {
                    return answer(recipient.getReturnCode(), words(recipient));
                }
                // it is us whom the server does not take
                case SMTPSenderFailedException sender -> {
                    return new Result.Later("our address was refused: " + words(sender));
                }
                case SMTPSendFailedException sent when next.getNextException() == null -> {
                    return answer(sent.getReturnCode(), words(sent));
                }
                default -> cause = next.getNextException();
            }
        }
        return new Result.Later("the connection broke: " + words(failed));
    }

    private static Result answer(int code, String words) {
        if (code == UNAVAILABLE) {
            return new Result.Away(words);
        }
        return code >= PERMANENT ? new Result.Refused(words) : new Result.Later(words);
    }

    /** One printable line. */
    private static String words(Exception failed) {
        Throwable cause = failed.getCause();
        String text = String.valueOf(failed.getMessage());
        if (cause != null && cause.getMessage() != null && !text.contains(cause.getMessage())) {
            text += ": " + cause.getMessage();
        }
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() > MOST_WORDS ? line.substring(0, MOST_WORDS) : line;
    }

    /** A session of its own, since the shared one takes settings from system properties. */
    static Session session(MailProperties settings, MailAddress bounces) {
        Properties all = new Properties();
        boolean implicit = settings.tls() == MailProperties.Tls.IMPLICIT;
        String protocol = implicit ? "smtps" : "smtp";
        String millis = Long.toString(settings.timeout().toMillis());
        all.put("mail.transport.protocol", protocol);
        String prefix = "mail." + protocol + ".";
        all.put(prefix + "connectiontimeout", millis);
        all.put(prefix + "timeout", millis);
        all.put(prefix + "writetimeout", millis);
        all.put(prefix + "from", bounces.value());
        all.put(prefix + "localhost", bounces.domain());
        all.put(prefix + "auth", Boolean.toString(settings.user() != null));
        all.put(prefix + "quitwait", "false");
        all.put(prefix + "ssl.checkserveridentity", "true");
        all.put(
                prefix + "starttls.enable",
                Boolean.toString(settings.tls() != MailProperties.Tls.NONE && !implicit));
        all.put(
                prefix + "starttls.required",
                Boolean.toString(settings.tls() == MailProperties.Tls.STARTTLS));
        if (settings.tls() == MailProperties.Tls.OPPORTUNISTIC) {
            // better than none, and nobody who could change it would be stopped
            all.put(prefix + "ssl.trust", "*");
            all.put(prefix + "ssl.checkserveridentity", "false");
        }
        all.put("mail.mime.charset", "UTF-8");
        all.put("mail.debug", "false");
        all.put("mail.host", String.valueOf(settings.host()).toLowerCase(Locale.ROOT));
        return Session.getInstance(all);
    }
}
