package dev.warren.feeds.clean;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.owasp.html.HtmlSanitizer;
import org.owasp.html.PolicyFactory;

/**
 * What a policy leaves of a tree. Applying a policy copies all of it, which takes longer than
 * judging a short text, so applied ones are kept for the next text. Thread-safe.
 */
final class Judge {

    private static final int MOST_KEPT = 8;

    /** A longer text's memory is not kept. */
    private static final int LONGEST_KEPT = 64 * 1024;

    private final PolicyFactory policy;
    private final BlockingQueue<Applied> free = new ArrayBlockingQueue<>(MOST_KEPT);

    Judge(PolicyFactory policy) {
        this.policy = policy;
    }

    /** A policy and what it writes to. Used by one thread at a time. */
    private record Applied(HtmlSanitizer.Policy policy, StringBuilder out) {}

    String judged(Element body) {
        Document document = body.ownerDocument();
        if (document != null) {
            document.outputSettings().prettyPrint(false);
        }
        Applied applied = take();
        StringBuilder out = applied.out;
        HtmlSanitizer.sanitize(body.html(), applied.policy);
        String clean = out.toString().strip();
        if (out.capacity() <= LONGEST_KEPT) {
            out.setLength(0);
            // one that is too many is forgotten, and so is one that threw
            free.offer(applied);
        }
        return clean;
    }

    private Applied take() {
        Applied kept = free.poll();
        if (kept != null) {
            return kept;
        }
        StringBuilder out = new StringBuilder(1024);
        return new Applied(policy.apply(new HtmlWriter(out)), out);
    }
}
