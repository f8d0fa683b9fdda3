package dev.warren.feeds.pages;

import dev.warren.feeds.digest.Digest;
import dev.warren.feeds.digest.Digests;
import dev.warren.feeds.mail.ConsentRows;
import dev.warren.feeds.mail.Consents;
import dev.warren.feeds.mail.Links;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The pages behind the links in mails. Looking at one changes nothing, since mail servers look at
 * all of them; a button does, and so does the one click of RFC 8058, which posts to the same
 * address. Who knows the token may press it: it came by mail.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8058#section-3.2">RFC 8058, 3.2</a>
 */
final class MailPagesServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{40}");
    private static final String AGAIN = "again";
    private static final String NO = "no";

    private final transient Digests digests;
    private final transient Consents consents;

    MailPagesServlet(Digests digests, Consents consents) {
        this.digests = digests;
        this.consents = consents;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        answer(request, response, false);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        answer(request, response, true);
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, boolean post)
            throws IOException {
        MailPage page;
        try {
            page = page(request, post);
        } catch (DataAccessException | TransactionException away) {
            page =
                    MailPage.said(
                            503, "Not now", "The database does not answer; try again in a minute.");
        }
        page.write(response);
    }

    private MailPage page(HttpServletRequest request, boolean post) {
        String path = request.getRequestURI();
        String wish = post ? Optional.ofNullable(request.getParameter("do")).orElse("") : "";
        String token = path.substring(path.lastIndexOf('/') + 1);
        if (!TOKEN.matcher(token).matches()) {
            return gone();
        }
        if (path.equals(Links.UNSUBSCRIBE + token)) {
            return digests.byToken(token)
                    .map(digest -> post ? unsubscribe(digest, wish) : ask(digest))
                    .orElseGet(MailPagesServlet::gone);
        }
        if (path.equals(Links.CONSENT + token)) {
            return consents.find(token)
                    .map(row -> post ? decide(row, wish) : ask(row))
                    .orElseGet(MailPagesServlet::gone);
        }
        return gone();
    }

    private static MailPage gone() {
        return MailPage.said(
                404,
                "Nothing here",
                "There is no such list any more, so there will be no mail of it.");
    }

    private static MailPage ask(Digest digest) {
        return new MailPage(
                200,
                "Unsubscribe",
                "No more mails of “%s” to %s?".formatted(digest.title(), digest.email()),
                "Unsubscribe",
                "");
    }

    private MailPage unsubscribe(Digest digest, String wish) {
        boolean again = wish.equals(AGAIN);
        digests.wish(digest, again);
        return again
                ? MailPage.said(
                        200,
                        "Subscribed",
                        "%s gets “%s” again.".formatted(digest.email(), digest.title()))
                : new MailPage(
                        200,
                        "Unsubscribed",
                        "%s gets no more mails of “%s”.".formatted(digest.email(), digest.title()),
                        "Subscribe again",
                        AGAIN);
    }

    private static MailPage ask(ConsentRows.Row row) {
        return new MailPage(
                200,
                "Digests by mail",
                row.confirmed()
                        ? "%s gets mail of feeds from %s. No more of it?"
                                .formatted(row.address(), row.account())
                        : "Shall %s get mail of feeds from %s?"
                                .formatted(row.address(), row.account()),
                row.confirmed() ? "No more" : "Yes, send it",
                row.confirmed() ? NO : "yes");
    }

    private MailPage decide(ConsentRows.Row row, String wish) {
        boolean agreed = !wish.equals(NO);
        consents.decide(row.token(), agreed);
        return MailPage.said(
                200,
                agreed ? "Thank you" : "As you wish",
                agreed
                        ? "%s gets mail of feeds from %s from now on."
                                .formatted(row.address(), row.account())
                        : "%s gets no mail of feeds from %s."
                                .formatted(row.address(), row.account()));
    }
}
