package dev.warren.edge.ssh.session;

import dev.warren.edge.ssh.SshConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What a shell without a tunnel shows on a terminal: the commands on a screen of their own, chosen
 * with the arrow keys. What a command writes goes to the ordinary screen and stays there. One
 * virtual thread.
 */
final class Menu {

    /** A screen of its own without a cursor, and back. */
    private static final String OPEN = "\033[?1049h\033[?25l";

    private static final String SHUT = "\033[?25h\033[?1049l";
    private static final String CLEAR = "\033[H\033[2J";
    private static final String REVERSED = "\033[7m";
    private static final String PLAIN = "\033[0m";

    /** Lines that are not the list's. */
    private static final int AROUND = 7;

    private static final int LONGEST_LINE = 1000;

    private final SshConnection connection;
    private final CommandRunner runner;
    private final SessionIo io;
    private final PrintWriter out;
    private final Deque<Page> pages = new ArrayDeque<>();

    /** A list, and which of it is chosen. */
    private static final class Page {
        private final List<MenuItem> items;
        private int chosen;

        Page(List<MenuItem> items) {
            this.items = items;
        }

        MenuItem item() {
            return items.get(chosen);
        }

        void move(int by) {
            chosen = Math.clamp((long) chosen + by, 0, items.size() - 1);
        }
    }

    Menu(SshConnection connection, CommandRunner runner, SessionIo io) {
        this.connection = connection;
        this.runner = runner;
        this.io = io;
        this.out = io.out();
    }

    /** Shows it until its user leaves. */
    void run() throws IOException {
        List<MenuItem> items = runner.items(connection, io);
        if (items.isEmpty()) {
            return;
        }
        pages.push(new Page(items));
        out.print(OPEN);
        try {
            while (!pages.isEmpty() && !io.ending().isOver()) {
                draw(pages.element());
                act(Key.read(io.in()));
            }
        } finally {
            out.print(SHUT);
            out.flush();
        }
    }

    private void act(Key key) throws IOException {
        Page page = pages.element();
        switch (key) {
            case Key.Named.UP -> page.move(-1);
            case Key.Named.DOWN -> page.move(1);
            case Key.Named.ENTER -> choose(page.item());
            case Key.Named.BACK -> pages.pop();
            case Key.Named.END -> pages.clear();
            case Key.Typed(char typed) -> {
                switch (typed) {
                    case 'k' -> page.move(-1);
                    case 'j' -> page.move(1);
                    case 'q' -> pages.clear();
                    default -> {}
                }
            }
            case Key.Named.ERASE, Key.Named.OTHER -> {}
        }
    }

    private void choose(MenuItem item) throws IOException {
        if (!item.below().isEmpty()) {
            pages.push(new Page(item.below()));
            return;
        }
        List<String> words = new ArrayList<>(item.words());
        out.print(SHUT);
        if (!item.wanted().isEmpty()) {
            Optional<List<String>> more = ask(item);
            if (more.isEmpty()) {
                out.print(OPEN);
                return;
            }
            words.addAll(more.get());
        }
        start(words);
        out.print(OPEN);
    }

    private void start(List<String> words) throws IOException {
        out.println("$ " + Printable.line(String.join(" ", words)));
        out.flush();
        runner.find(words.getFirst(), connection)
                .ifPresent(command ->
                        runner.run(
                                command,
                                words.subList(1, words.size()),
                                connection,
                                io.untilInterrupt()));
        out.println();
        out.print("Press any key to go back. ");
        out.flush();
        if (Key.read(io.in()) == Key.Named.END) {
            pages.clear();
        }
        out.println();
    }

    /** The words that a command needs, as its user types them; empty when there are none. */
    private Optional<List<String>> ask(MenuItem item) throws IOException {
        StringBuilder line = new StringBuilder();
        out.println(item.wanted());
        out.print("$ " + String.join(" ", item.words()) + " ");
        out.flush();
        while (true) {
            switch (Key.read(io.in())) {
                case Key.Named.ENTER -> {
                    out.println();
                    return ExecLine.split(line.toString()).filter(words -> !words.isEmpty());
                }
                case Key.Named.BACK, Key.Named.END -> {
                    out.println();
                    return Optional.empty();
                }
                case Key.Named.ERASE -> {
                    if (!line.isEmpty()) {
                        line.setLength(line.length() - 1);
                        out.print("\b \b");
                    }
                }
                case Key.Typed(char typed) -> {
                    if (line.length() < LONGEST_LINE) {
                        line.append(typed);
                        out.print(typed);
                    }
                }
                case Key.Named.UP, Key.Named.DOWN, Key.Named.OTHER -> {}
            }
            out.flush();
        }
    }

    private void draw(Page page) {
        out.print(CLEAR);
        line(
                "Warren. You are %s%s, with the key %s."
                        .formatted(
                                connection.account().name(),
                                connection.account().isAdmin() ? " (admin)" : "",
                                connection.fingerprint()));
        List<String> path = page.items.getFirst().words().subList(0, pages.size() - 1);
        line(
                path.isEmpty()
                        ? "A tunnel: ssh -R web:80:localhost:3000 HOST"
                        : String.join(" ", path));
        out.println();
        int room = Math.max(1, io.screen().rows() - AROUND);
        int last = Math.max(0, page.items.size() - room);
        int first = Math.clamp((long) page.chosen - room / 2, 0, last);
        int end = Math.min(page.items.size(), first + room);
        for (int i = first; i < end; i++) {
            MenuItem item = page.items.get(i);
            String mark = i == page.chosen ? "> " : "  ";
            out.print(i == page.chosen ? REVERSED : "");
            line(mark + "%-12s %s".formatted(item.name(), Printable.line(item.summary())));
            out.print(PLAIN);
        }
        out.println();
        line("Up and down choose, Enter goes on, Escape goes back, q leaves.");
        out.flush();
    }

    private void line(String text) {
        out.println(text.substring(0, Math.min(text.length(), io.screen().columns() - 1)));
    }
}
