package dev.warren.app.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An nginx of one process: a backend that says a few bytes, or a server of files. */
public final class NginxServer implements AutoCloseable {

    private final Workspace workspace;
    private final Child child;
    private static final ProcFs PROC = ProcFs.system();

    private final int port;

    private NginxServer(Workspace workspace, Child child, int port) {
        this.workspace = workspace;
        this.child = child;
        this.port = port;
    }

    /** One that answers every request with a few bytes: the backend, and the direct baseline. */
    public static NginxServer start(Workspace workspace) {
        return start(workspace, "nginx", "return 200 \"Hello from the backend\\n\";");
    }

    /** One that sends the files of a directory by sendfile(2). */
    public static NginxServer files(Workspace workspace, Path directory) {
        return start(workspace, "nginx-files", "root " + directory + ";");
    }

    private static NginxServer start(Workspace workspace, String name, String location) {
        int port = Ports.free(1).getFirst();
        workspace.directory(name + "-temp");
        String config =
                """
                daemon off;
                master_process off;
                pid @.pid;
                error_log stderr crit;
                events { worker_connections 4096; }
                http {
                  access_log off;
                  sendfile on;
                  tcp_nopush on;
                  client_body_temp_path @-temp/body;
                  proxy_temp_path @-temp/proxy;
                  fastcgi_temp_path @-temp/fastcgi;
                  uwsgi_temp_path @-temp/uwsgi;
                  scgi_temp_path @-temp/scgi;
                  keepalive_requests 1000000000;
                  keepalive_timeout 3600;
                  default_type text/plain;
                  server {
                    listen 127.0.0.1:%d backlog=1024;
                    location / { %s }
                  }
                }
                """
                        .formatted(port, location)
                        .replace("@", workspace.file(name).toString());
        Child child =
                workspace.start(
                        name,
                        List.of(
                                Programs.need("nginx", "nginx-light").toString(),
                                "-p",
                                workspace.root().toString(),
                                "-e",
                                "stderr",
                                "-c",
                                workspace.write(name + ".conf", config).toString()));
        if (!Waiting.until(Duration.ofSeconds(10), () -> Ports.answers(port))) {
            throw new LabException("nginx: does not answer; it said: " + child.tail());
        }
        return new NginxServer(workspace, child, port);
    }

    public int port() {
        return port;
    }

    public double cpuSeconds() {
        return PROC.cpuSeconds(child.pid());
    }

    @Override
    public void close() {
        workspace.end(child);
    }
}
