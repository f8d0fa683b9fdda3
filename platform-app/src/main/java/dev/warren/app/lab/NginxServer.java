package dev.warren.app.lab;

import java.time.Duration;
import java.util.List;

/** An nginx that answers every request with a few bytes: the backend, and the direct baseline. */
public final class NginxServer implements AutoCloseable {

    private final Workspace workspace;
    private final Child child;
    private final int port;

    private NginxServer(Workspace workspace, Child child, int port) {
        this.workspace = workspace;
        this.child = child;
        this.port = port;
    }

    public static NginxServer start(Workspace workspace) {
        int port = Ports.free(1).getFirst();
        workspace.directory("nginx-temp");
        String config =
                """
                daemon off;
                master_process off;
                pid @/nginx.pid;
                error_log stderr crit;
                events { worker_connections 4096; }
                http {
                  access_log off;
                  client_body_temp_path @/nginx-temp/body;
                  proxy_temp_path @/nginx-temp/proxy;
                  fastcgi_temp_path @/nginx-temp/fastcgi;
                  uwsgi_temp_path @/nginx-temp/uwsgi;
                  scgi_temp_path @/nginx-temp/scgi;
                  keepalive_requests 1000000000;
                  keepalive_timeout 3600;
                  default_type text/plain;
                  server {
                    listen 127.0.0.1:%d backlog=1024;
                    location / { return 200 "Hello from the backend\\n"; }
                  }
                }
                """
                        .formatted(port)
                        .replace("@", workspace.root().toString());
        Child child =
                workspace.start(
                        "nginx",
                        List.of(
                                Programs.need("nginx", "nginx-light").toString(),
                                "-p",
                                workspace.root().toString(),
                                "-e",
                                "stderr",
                                "-c",
                                workspace.write("nginx.conf", config).toString()));
        if (!Waiting.until(Duration.ofSeconds(10), () -> Ports.answers(port))) {
            throw new LabException("nginx: does not answer; it said: " + child.tail());
        }
        return new NginxServer(workspace, child, port);
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        workspace.end(child);
    }
}
