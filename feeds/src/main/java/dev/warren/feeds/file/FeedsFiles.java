package dev.warren.feeds.file;

import dev.warren.core.mail.MailAddress;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads files of feeds, which are lines of text or OPML. */
public final class FeedsFiles {

    private static final char MARK = '\uFEFF';

    private FeedsFiles() {}

    /** What became of a file. */
    public sealed interface Outcome {

        /** It can be kept. */
        record Read(FeedsFile file) implements Outcome {}

        /** Something is wrong with it; by line, and nothing of it counts. */
        record Wrong(List<FileNote> problems) implements Outcome {
            public Wrong {
                problems = List.copyOf(problems);
            }
        }
    }

    /**
     * @param name the file's, whose end may tell OPML
     * @param own its owner's address, for OPML that has none
     * @param mostFeeds how many it may have
     */
    public static Outcome read(
            String name, ByteBuffer bytes, Optional<MailAddress> own, int mostFeeds) {
        FileDraft draft = new FileDraft(mostFeeds);
        Optional<String> text = decode(bytes, draft);
        if (text.isEmpty()) {
            return new Outcome.Wrong(draft.problems());
        }
        if (isOpml(name, text.get())) {
            OpmlText.read(text.get(), draft);
            own.filter(_ -> !draft.hasEmail()).ifPresent(draft::email);
        } else {
            LineText.read(text.get(), draft);
        }
        return draft.finish();
    }

    private static boolean isOpml(String name, String text) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".opml")
                || lower.endsWith(".xml")
                || text.stripLeading().startsWith("<");
    }

    private static Optional<String> decode(ByteBuffer bytes, FileDraft draft) {
        CharBuffer chars = CharBuffer.allocate(bytes.remaining());
        CoderResult result =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .decode(bytes.duplicate(), chars, true);
        String text = chars.flip().toString();
        if (result.isError()) {
            draft.problem(1 + (int) text.chars().filter(c -> c == '\n').count(), "is not UTF-8");
            return Optional.empty();
        }
        return Optional.of(!text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text);
    }
}
