package dev.warren.feeds.web;

import dev.warren.core.people.Account;
import dev.warren.feeds.reader.RuleBook;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What becomes of new items. */
@RestController
@RequestMapping("/api/feeds/rules")
class RulesController {

    private final WebTools tools;
    private final RuleBook rules;

    RulesController(WebTools tools, RuleBook rules) {
        this.tools = tools;
        this.rules = rules;
    }

    /** A rule; {@code feed} is the number of the only one that it is for. */
    record Rule(long id, @Nullable Long feed, String rule) {}

    @GetMapping
    List<Rule> list(Principal who) {
        return of(tools.account(who));
    }

    private List<Rule> of(Account reader) {
        return rules.list(reader).stream()
                .map(one -> new Rule(one.id(), one.subscription().orElse(null), one.line()))
                .toList();
    }

    /** A rule that is to be kept. */
    record Wish(@Nullable Long feed, @Nullable String rule) {}

    /** Keeps one more, and gives all of them. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    List<Rule> add(Principal who, HttpServletRequest request) throws IOException {
        Account reader = tools.account(who);
        Wish wish = tools.body(request, Wish.class);
        Optional<String> wrong =
                rules.add(reader, wish.feed(), wish.rule() == null ? "" : wish.rule());
        if (wrong.isPresent()) {
            throw WebTools.problem(HttpStatus.UNPROCESSABLE_CONTENT, wrong.get());
        }
        return of(reader);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Principal who, @PathVariable long id) {
        if (!rules.remove(tools.account(who), id)) {
            throw WebTools.missing("rule");
        }
    }
}
