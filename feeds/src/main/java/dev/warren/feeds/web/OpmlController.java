package dev.warren.feeds.web;

import dev.warren.core.people.Account;
import dev.warren.feeds.reader.OpmlExchange;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lists of feeds, in and out. */
@RestController
@RequestMapping("/api/feeds/opml")
class OpmlController {

    private final WebTools tools;
    private final OpmlExchange lists;

    OpmlController(WebTools tools, OpmlExchange lists) {
        this.tools = tools;
        this.lists = lists;
    }

    /** What one follows, as a file. */
    @GetMapping
    void write(Principal who, HttpServletResponse response) throws IOException {
        Account reader = tools.account(who);
        response.setContentType("text/x-opml;charset=utf-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"subscriptions.opml\"");
        lists.write(reader, response.getOutputStream());
    }

    /** What became of a list; {@code whole} is false where it is longer than is read. */
    record Report(long followed, boolean whole, List<OpmlExchange.Row> feeds) {}

    /** Follows the feeds of the list that is the request's body, in UTF-8. */
    @PostMapping
    Report read(Principal who, HttpServletRequest request) throws IOException {
        Account reader = tools.account(who);
        OpmlExchange.Report report =
                lists.read(
                        reader,
                        new InputStreamReader(request.getInputStream(), StandardCharsets.UTF_8));
        if (!report.isList()) {
            throw WebTools.problem(HttpStatus.UNPROCESSABLE_CONTENT, "that is no OPML");
        }
        return new Report(report.followed(), report.whole(), report.rows());
    }
}
