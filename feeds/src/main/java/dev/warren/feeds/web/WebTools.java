package dev.warren.feeds.web;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.People;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What the controllers work with. On the web everybody sees their own only. */
record WebTools(People people, MemoryBudget memory) {

    static final JsonMapper JSON = JsonMapper.shared();

    /** Bytes of a request's body, but for lists of feeds. */
    private static final int MOST = 64 * 1024;

    /** The account that is logged in, as it is now. */
    Account account(Principal who) {
        return (AccountName.isValid(who.getName())
                        ? people.account(new AccountName(who.getName()))
                                .filter(account -> !account.suspended())
                        : Optional.<Account>empty())
                .orElseThrow(() -> problem(HttpStatus.UNAUTHORIZED, "log in first"));
    }

    /** The request's body, JSON of at most 64 KiB. */
    <T> T body(HttpServletRequest request, Class<T> type) throws IOException {
        try (Reservation _ = memory.reserve(4L * MOST)) {
            byte[] body = request.getInputStream().readNBytes(MOST + 1);
            if (body.length > MOST) {
                throw problem(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "body: expected: at most %d bytes".formatted(MOST));
            }
            T read = JSON.readValue(body, type);
            if (read == null) {
                throw problem(HttpStatus.BAD_REQUEST, "body: null (expected: an object)");
            }
            return read;
        } catch (JacksonException bad) {
            throw problem(HttpStatus.BAD_REQUEST, "body: " + bad.getOriginalMessage());
        } catch (BudgetExceededException full) {
            throw busy();
        }
    }

    /**
     * A problem in the form of RFC 9457.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
     */
    static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(
                status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }

    static ErrorResponseException busy() {
        return problem(
                HttpStatus.SERVICE_UNAVAILABLE, "no memory for it just now (expected: try again)");
    }

    static ErrorResponseException missing(String what) {
        return problem(HttpStatus.NOT_FOUND, "you have no such " + what);
    }
}
