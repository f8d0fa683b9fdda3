package dev.warren.feeds.digest;

import dev.warren.core.mail.Outbox;
import dev.warren.core.mail.OutgoingMail;
import dev.warren.feeds.clean.MailImages;
import dev.warren.feeds.clean.PlainText;
import dev.warren.feeds.file.FeedsFile;
import dev.warren.feeds.file.FileOptions;
import dev.warren.feeds.mail.Consents;
import dev.warren.feeds.mail.DigestItem;
import dev.warren.feeds.mail.DigestLook;
import dev.warren.feeds.mail.DigestText;
import dev.warren.feeds.mail.InlinePictures;
import dev.warren.feeds.mail.Links;
import dev.warren.feeds.mail.MimeMail;
import dev.warren.feeds.mail.Rendered;
import dev.warren.feeds.mail.Trouble;
import java.net.URI;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Makes the mails of one run, with names that follow from the run's. Confined to one thread. */
final class Composer {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

    private final DigestText text;
    private final Outbox outbox;
    private final Links links;
    private final Digest digest;
    private final FeedsFile file;
    private final InlinePictures pictures;

    /** What all composers stand on. */
    record Parts(DigestText text, Outbox outbox, Links links) {}

    Composer(Parts parts, Digest digest, FeedsFile file, InlinePictures pictures) {
        this.text = parts.text;
        this.outbox = parts.outbox;
        this.links = parts.links;
        this.digest = digest;
        this.file = file;
        this.pictures = pictures;
    }

    /** A mail, and how many of the items it was given are in it. */
    record Composed(int items, OutgoingMail mail) {}

    /**
     * Makes the mail with number {@code part} of a run.
     *
     * @param items at least as many as it has
     */
    Composed compose(
            long run, int part, List<DigestItem> items, List<Trouble> troubles, Instant now) {
        URI unsubscribe = links.unsubscribe(digest.token());
        DigestLook look =
                new DigestLook(
                        digest.title(),
                        digest.owner().value(),
                        file.options().content(),
                        images(),
                        file.schedule().zone(),
                        unsubscribe);
        DigestText.Page page = text.write(look, items, troubles, "");
        ZonedDateTime at = now.atZone(file.schedule().zone());
        Rendered faces = page.rendered();
        String domain = outbox.from().address().domain();
        MimeMail mail =
                new MimeMail(faces.text(), faces.html())
                        .between(outbox.from(), digest.email())
                        .identified("d%d.r%d.%d@%s".formatted(digest.id(), run, part, domain), at)
                        .subject(subject(items.subList(0, page.items()), at))
                        .header("List-Id", listId(domain))
                        .header("List-Unsubscribe", "<" + unsubscribe + ">")
                        .header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
                        .header("Auto-Submitted", "auto-generated")
                        .header("Precedence", "bulk");
        pictures.in(faces.html()).forEach(mail::picture);
        String key = DigestRun.keys(digest.id(), run) + part;
        return new Composed(
                page.items(),
                new OutgoingMail(
                        Consents.TOPIC, key, digest.account(), digest.email(), mail.bytes()));
    }

    private MailImages images() {
        return switch (file.options().images()) {
            case REMOTE -> MailImages.REMOTE;
            case INLINE -> pictures;
            case NONE -> MailImages.NONE;
        };
    }

    private String subject(List<DigestItem> items, ZonedDateTime at) {
        if (file.options().mode() == FileOptions.Mode.ITEMS && items.size() == 1) {
            DigestItem item = items.getFirst();
            String title = PlainText.line(item.title());
            return title.isEmpty() ? item.feed() : title;
        }
        String count =
                switch (items.size()) {
                    case 0 -> "trouble with feeds";
                    case 1 -> "1 item";
                    default -> items.size() + " items";
                };
        return "%s, %s: %s".formatted(digest.title(), DAY.format(at), count);
    }

    private String listId(String domain) {
        String name = digest.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return "<%s.%s.feeds.%s>".formatted(name, digest.owner().value(), domain);
    }
}
