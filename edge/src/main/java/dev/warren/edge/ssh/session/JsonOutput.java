package dev.warren.edge.ssh.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results for machines: one JSON value a line. */
final class JsonOutput extends SessionOutput {

    JsonOutput(SessionIo io) {
        super(io);
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
    public int fail(String code, String sentence) {
        Map<String, String> error = new LinkedHashMap<>();
        error.put("error", code);
        error.put("message", sentence);
        io().err().println(Json.line(error));
        io().err().flush();
        return ExitStatus.FAILED;
    }

    private void print(Object value) {
        io().out().println(Json.line(value));
        flush();
    }
}
