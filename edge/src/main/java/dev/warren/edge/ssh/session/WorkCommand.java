package dev.warren.edge.ssh.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A session's work as the command of a MINA channel: one virtual thread. */
final class WorkCommand implements Command {

    private static final Logger LOG = LoggerFactory.getLogger(WorkCommand.class);

    private final Work work;
    private final Screen screen;
    private final SessionHost host;
    private final Ending ending = new Ending();
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private @Nullable OutputStream err;
    private @Nullable ExitCallback exit;

    WorkCommand(Work work, Screen screen, SessionHost host) {
        this.work = work;
        this.screen = screen;
        this.host = host;
    }

    @Override
    public void setInputStream(InputStream in) {
        this.in = in;
    }

    @Override
    public void setOutputStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void setErrorStream(OutputStream err) {
        this.err = err;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        this.exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
        SessionIo io =
                SessionIo.of(
                        Objects.requireNonNull(in),
                        Objects.requireNonNull(out),
                        Objects.requireNonNull(err),
                        screen,
                        ending);
        Thread.startVirtualThread(() -> run(io));
    }

    private void run(SessionIo io) {
        int status = ExitStatus.FAILED;
        int weight = work.mayBeCutOff() ? 0 : 1;
        host.working(weight);
        MDC.put("ssh", Long.toString(host.connection().id()));
        MDC.put("account", host.connection().account().name().value());
        try {
            status = work.run(io);
            io.out().flush();
            io.err().flush();
            io.rawOut().flush();
        } catch (IOException gone) {
            LOG.debug("ssh session ended early", gone);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException broken) {
            LOG.warn("ssh session failed", broken);
        } finally {
            MDC.clear();
            host.working(-weight);
            Objects.requireNonNull(exit).onExit(status);
        }
    }

    /** The client interrupted. */
    void interrupt() {
        ending.end();
    }

    /** The channel is gone: what waits in the work sees its streams closed. */
    @Override
    public void destroy(ChannelSession channel) {
        ending.end();
    }
}
