package dev.warren.feeds.api;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.Account;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The API of Google Reader, as FreshRSS and others speak it, below {@code /api/greader.php}. Apps
 * log in with the account's name and an API token, which they then send with every request. Lists
 * are JSON whatever {@code output=} says.
 */
final class GoogleReaderServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String API = "/reader/api/0/";

    private final transient AppLogIn logIn;
    private final transient Map<String, Answer> answers;
    private final transient MemoryBudget memory;

    /** What a request is made of. */
    record Call(
            Account reader,
            String path,
            Form form,
            HttpServletRequest request,
            HttpServletResponse response) {}

    /** Answers requests for one path. */
    @FunctionalInterface
    interface Answer {
        void to(Call call) throws IOException, InterruptedException;
    }

    /**
     * @param answers by the path below {@code /reader/api/0/}; one that ends in a slash is for all
     *     paths below
     */
    GoogleReaderServlet(AppLogIn logIn, Map<String, Answer> answers, MemoryBudget memory) {
        this.logIn = logIn;
        this.answers = Map.copyOf(answers);
        this.memory = memory;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        serve(request, response, false);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        serve(request, response, true);
    }

    private void serve(HttpServletRequest request, HttpServletResponse response, boolean post)
            throws IOException {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        logIn.guard(
                request,
                response,
                () -> {
                    if (path.equals("/accounts/ClientLogin")) {
                        Form form = Form.read(request, memory, Form.SMALL);
                        logIn.clientLogin(form, request, response);
                    } else if (path.startsWith(API)) {
                        api(path.substring(API.length()), request, response, post);
                    } else {
                        String what = "there is nothing here but the API of Google Reader\n";
                        Json.text(response, 404, what);
                    }
                });
    }

    private @Nullable Answer find(String path) {
        Answer exact = answers.get(path);
        int slash = path.indexOf('/', path.indexOf('/') + 1);
        return exact != null || slash < 0 ? exact : answers.get(path.substring(0, slash + 1));
    }

    private void api(
            String path, HttpServletRequest request, HttpServletResponse response, boolean post)
            throws IOException, InterruptedException {
        Optional<Account> reader = logIn.bearer(request);
        if (reader.isEmpty()) {
            response.setHeader("Google-Bad-Token", "true");
            Json.text(response, 401, "Unauthorized\n");
            return;
        }
        Answer answer = find(path);
        if (answer == null) {
            Json.text(response, 404, "this API has no " + path.replaceAll("[^\\w/-]", "?") + "\n");
            return;
        }
        Form form =
                post && !path.equals(Lists.IMPORT)
                        ? Form.read(request, memory, Form.LARGE)
                        : Form.query(request);
        answer.to(new Call(reader.get(), path, form, request, response));
    }
}
