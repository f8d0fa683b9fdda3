package dev.warren.edge.ssh.session;

import dev.warren.edge.ssh.CommandOutput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results for machines: one JSON value a line. */
final class JsonOutput implements CommandOutput {

    private final SessionIo io;
    private boolean holding;

    JsonOutput(SessionIo io) {
        this.io = io;
    }

    @Override
    public boolean json() {
        return true;
    }

    @Override
    public void table(List<String> columns, List<? extends List<?>> rows) {
        List<Map<String, Object>> objects = new ArrayList<>(rows.size());
        for (List<?> row : rows) {
            Map<String, Object> object = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                object.put(columns.get(i), row.get(i));
            }
            objects.add(object);
        }
        print(objects);
    }

    @Override
    public void object(Map<String, ?> fields) {
        print(fields);
    }

    @Override
    public void say(String sentence) {
        print(Map.of("message", sentence));
    }

    @Override
    public void together(Runnable writes) {
        holding = true;
        try {
            writes.run();
        } finally {
            holding = false;
            flush();
        }
    }

    private void flush() {
        if (!holding) {
            io.out().flush();
        }
    }

    @Override
    public int fail(String code, String sentence) {
        Map<String, String> error = new LinkedHashMap<>();
        error.put("error", code);
        error.put("message", sentence);
        io.err().println(Json.line(error));
        io.err().flush();
        return ExitStatus.FAILED;
    }

    private void print(Object value) {
        io.out().println(Json.line(value));
        flush();
    }
}
