package dev.warren.tunnels.inspect.view;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A body taken out of its content codings, as far as that went.
 *
 * @param data what came out, at most as long as asked for
 * @param notes what a reader has to know, one sentence each
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Unpacked(byte[] data, List<String> notes) {

    private static final int BLOCK = 1024;
    private static final int MOST_CODINGS = 3;

    /**
     * Unpacks {@code packed}.
     *
     * @param words the codings in the order in which they were applied
     * @param all whether {@code packed} is the whole body
     * @param most how many bytes are wanted
     */
    static Unpacked of(byte[] packed, List<String> words, boolean all, int most) {
        byte[] data = packed;
        List<String> notes = new ArrayList<>();
        boolean whole = all;
        List<String> codings = words.stream().filter(word -> !word.equals("identity")).toList();
        if (codings.size() > MOST_CODINGS) {
            notes.add("packed %d times: shown as it is".formatted(codings.size()));
            return new Unpacked(data, notes);
        }
        for (String word : codings.reversed()) {
            var coding = Coding.of(word);
            if (coding.isEmpty()) {
                notes.add("%s: a coding that is not known here; shown as it is".formatted(word));
                break;
            }
            if (data.length == 0) {
                break;
            }
            var step = new Step(coding.get(), most);
            data = step.run(data, whole);
            notes.addAll(step.notes);
            if (!step.notes.isEmpty()) {
                whole = false;
            }
            if (step.failed) {
                break;
            }
        }
        return new Unpacked(data, notes);
    }

    /** One coding. */
    private static final class Step {

        private final Coding coding;
        private final int most;
        private final List<String> notes = new ArrayList<>();
        private boolean failed;

        Step(Coding coding, int most) {
            this.coding = coding;
            this.most = most;
        }

        byte[] run(byte[] packed, boolean all) {
            var out = new ByteArrayOutputStream(Math.min(most, 2 * packed.length));
            try (InputStream in = coding.open(packed)) {
                copy(in, out);
            } catch (EOFException early) {
                ended(all, out);
            } catch (IOException broken) {
                // a decoder that finds the end of a part calls it broken or the end, as it likes
                if (!all && out.size() > 0) {
                    ended(false, out);
                } else {
                    bad(broken, out);
                }
            }
            return failed ? packed : out.toByteArray();
        }

        private void copy(InputStream in, ByteArrayOutputStream out) throws IOException {
            byte[] block = new byte[BLOCK];
            while (out.size() < most) {
                int count = in.read(block, 0, Math.min(BLOCK, most - out.size()));
                if (count < 0) {
                    return;
                }
                out.write(block, 0, count);
            }
            if (in.read() >= 0) {
                notes.add(
                        "%s: unpacks to more than %d bytes, which is where it was stopped"
                                .formatted(coding.word(), most));
            }
        }

        private void ended(boolean all, ByteArrayOutputStream out) {
            notes.add(
                    all
                            ? "%s: ends too early".formatted(coding.word())
                            : "%s: the beginning only, %d bytes of it"
                                    .formatted(coding.word(), out.size()));
        }

        private void bad(IOException broken, ByteArrayOutputStream out) {
            failed = out.size() == 0;
            String why = broken.getMessage() == null ? "" : " (%s)".formatted(broken.getMessage());
            notes.add(
                    failed
                            ? "labelled %s, but it is not%s; shown as it is"
                                    .formatted(coding.word(), why)
                            : "%s: broken after %d bytes%s"
                                    .formatted(coding.word(), out.size(), why));
        }
    }
}
