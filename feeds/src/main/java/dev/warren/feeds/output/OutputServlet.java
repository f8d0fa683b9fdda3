package dev.warren.feeds.output;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.People;
import dev.warren.feeds.output.OutputFormat.Kind;
import dev.warren.feeds.reader.Entries;
import dev.warren.feeds.reader.EntryQuery;
import dev.warren.feeds.reader.Stream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives streams out as feeds, at {@code /feeds/out/ACCOUNT/STREAM.atom?key=…} (or {@code .rss},
 * {@code .json}). Streams are {@code all}, {@code starred}, {@code folder-7}, {@code feed-7} and
 * {@code tag-7}; their newest entries are told.
 */
final class OutputServlet extends HttpServlet {

    static final String PATH = "/feeds/out/";

    private static final long serialVersionUID = 1L;
    private static final int MOST = 50;
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "/([a-z][a-z0-9]{0,30})/([a-z]{1,10}(?:-[0-9]{1,18})?)\\.(atom|rss|json)");

    private final transient People people;
    private final transient OutputKeys keys;
    private final transient Entries entries;

    OutputServlet(People people, OutputKeys keys, Entries entries) {
        this.people = people;
        this.keys = keys;
        this.entries = entries;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        Matcher address = ADDRESS.matcher(path);
        String key = request.getParameter("key");
        Optional<Account> reader =
                address.matches() && key != null
                        ? people.account(new AccountName(address.group(1)))
                                .filter(account -> !account.suspended())
                                .filter(account -> keys.opens(account, address.group(2), key))
                        : Optional.empty();
        Optional<Stream> stream = reader.flatMap(_ -> Stream.named(address.group(2)));
        if (stream.isEmpty()) {
            // whether there is such an account or such a stream is nobody's business
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        Kind kind = Kind.valueOf(address.group(3).toUpperCase(Locale.ROOT));
        try {
            write(reader.get(), stream.get(), kind, request, response);
        } catch (BudgetExceededException full) {
            if (!response.isCommitted()) {
                response.setHeader("Retry-After", "60");
                response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(
            Account reader,
            Stream stream,
            Kind kind,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        List<Long> ids = entries.ids(reader, EntryQuery.newest(stream, EntryQuery.Show.ALL, MOST));
        String url = request.getRequestURL().toString();
        var head =
                new OutputFormat.Head(
                        "Feeds of " + reader.name(),
                        url,
                        url.substring(0, url.length() - request.getRequestURI().length()) + "/");
        response.setContentType(kind.type());
        response.setHeader("Cache-Control", "private, max-age=300");
        OutputStream out = response.getOutputStream();
        OutputFormat feed = kind.begin(head, out);
        entries.visit(reader, ids, entry -> feed.item(entry.item()));
        feed.close();
    }
}
