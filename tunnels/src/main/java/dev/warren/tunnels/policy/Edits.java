package dev.warren.tunnels.policy;

import dev.warren.edge.http.HttpEdits;
import dev.warren.edge.http.HttpField;
import dev.warren.tunnels.options.Compress;
import dev.warren.tunnels.options.HeaderAdd;
import dev.warren.tunnels.options.HeaderRemove;
import dev.warren.tunnels.options.HostHeader;
import dev.warren.tunnels.options.ResponseHeaderAdd;
import dev.warren.tunnels.options.ResponseHeaderRemove;
import dev.warren.tunnels.options.StripPath;
import dev.warren.tunnels.options.TunnelOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is changed of requests and answers.
 *
 * @param always what is the same for every request
 * @param withoutLogIn the same for one whose {@code Authorization} was ours
 * @param stripPath whether the bound path is taken off
 */
record Edits(HttpEdits always, HttpEdits withoutLogIn, boolean stripPath) {

    private static final String AUTHORIZATION = "authorization";

    static Edits of(TunnelOptions options) {
        HttpEdits always = fields(options, false);
        return new Edits(always, fields(options, true), options.isOn(StripPath.class));
    }

    private static HttpEdits fields(TunnelOptions options, boolean logIn) {
        List<HttpField> with =
                options.get(HeaderAdd.class).map(HeaderAdd::fields).orElse(List.of());
        List<HttpField> answerWith =
                options.get(ResponseHeaderAdd.class)
                        .map(ResponseHeaderAdd::fields)
                        .orElse(List.of());
        Set<String> without = names(with, options.get(HeaderRemove.class).map(HeaderRemove::names));
        if (logIn) {
            without.add(AUTHORIZATION);
        }
        return new HttpEdits(
                Optional.empty(),
                options.get(HostHeader.class).map(HostHeader::host),
                without,
                with,
                names(
                        answerWith,
                        options.get(ResponseHeaderRemove.class).map(ResponseHeaderRemove::names)),
                answerWith,
                options.isOn(Compress.class));
    }

    /** What is removed: what is to be, and what is set anew. */
    private static Set<String> names(List<HttpField> with, Optional<List<String>> removed) {
        Set<String> names = new HashSet<>(removed.orElse(List.of()));
        with.forEach(field -> names.add(field.key()));
        return names;
    }

    /**
     * The edits of one request.
     *
     * @param asked its path and query
     * @param prefix the path that its route is bound to
     * @param logIn whether its {@code Authorization} was ours
     */
    HttpEdits of(String asked, String prefix, boolean logIn) {
        HttpEdits edits = logIn ? withoutLogIn : always;
        return stripPath && prefix.length() > 1 && asked.startsWith(prefix)
                ? edits.to(Optional.of(stripped(asked, prefix)), edits.host())
                : edits;
    }

    private static String stripped(String target, String prefix) {
        String rest = target.substring(prefix.length());
        return rest.startsWith("/") ? rest : "/" + rest;
    }
}
