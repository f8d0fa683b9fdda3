package dev.warren.feeds.api;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.Account;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * The API of Fever, at {@code /fever/}: one address, what is wanted stands in the query. Apps tell
 * the MD5 of the account's name and an API token.
 */
final class FeverServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final int VERSION = 3;

    private final transient AppLogIn logIn;
    private final transient FeverLists lists;
    private final transient FeverMarks marks;
    private final transient MemoryBudget memory;
    private final transient InstantSource clock;

    FeverServlet(
            AppLogIn logIn,
            FeverLists lists,
            FeverMarks marks,
            MemoryBudget memory,
            InstantSource clock) {
        this.logIn = logIn;
        this.lists = lists;
        this.marks = marks;
        this.memory = memory;
        this.clock = clock;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        // the key would stand in logs
        Json.text(response, 405, "apps send requests of the Fever API by POST\n");
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        logIn.guard(
                request,
                response,
                () -> {
                    Form form = Form.read(request, memory, Form.SMALL);
                    answer(
                            logIn.digest(form.first("api_key"), request),
                            form,
                            Json.base(request),
                            response);
                });
    }

    private void answer(
            Optional<Account> reader, Form form, String base, HttpServletResponse response)
            throws IOException, InterruptedException {
        try (JsonGenerator json = Json.begin(response)) {
            json.writeStartObject();
            json.writeNumberProperty("api_version", VERSION);
            json.writeNumberProperty("auth", reader.isPresent() ? 1 : 0);
            if (reader.isPresent()) {
                json.writeNumberProperty(
                        "last_refreshed_on_time", clock.instant().getEpochSecond());
                marks.apply(reader.get(), form);
                lists.write(reader.get(), form, base, json);
            }
            json.writeEndObject();
        }
    }
}
