package dev.warren.edge.ssh.session;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.common.channel.PtyMode;
import org.apache.sshd.common.channel.RequestHandler.Result;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.jspecify.annotations.Nullable;

/**
 * A session channel: one exec, shell or subsystem each. Environment variables are taken and
 * forgotten; agent and X11 forwarding are refused; a malformed request is refused and leaves the
 * channel as it was. Runs on the connection's event loop.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4254#section-6">RFC 4254, 6</a>
 */
final class SessionChannel extends ChannelSession {

    private final SessionHost host;
    private final SessionWorks works;
    private final Screen screen = new Screen();
    private @Nullable WorkCommand running;

    SessionChannel(SessionHost host, SessionWorks works) {
        super(List.of());
        this.host = host;
        this.works = works;
        setChannelStreamWriterResolver((channel, _) -> new PacedWriter(channel));
        addCloseFutureListener(_ -> host.leave());
    }

    @Override
    protected Result handleInternalRequest(String request, boolean wantReply, Buffer buffer) {
        try {
            return switch (request) {
                case "env" -> Result.ReplySuccess;
                case "pty-req", "window-change", "signal", "break", "shell", "exec", "subsystem" ->
                        super.handleInternalRequest(request, wantReply, buffer);
                default -> Result.ReplyFailure;
            };
        } catch (IOException | RuntimeException malformed) {
            return Result.ReplyFailure;
        }
    }

    @Override
    protected Result handlePtyReq(Buffer buffer, boolean wantReply) {
        try {
            screen.open(buffer.getString(), buffer.getInt(), buffer.getInt());
        } catch (RuntimeException unreadable) {
            // its modes change nothing here, and neither does it to know nothing of it
            screen.open("", 0, 0);
        }
        return Result.ReplySuccess;
    }

    @Override
    protected Result handlePtyReqParsed(
            String term,
            int columns,
            int rows,
            int width,
            int height,
            Map<PtyMode, Integer> modes) {
        return Result.ReplySuccess;
    }

    @Override
    protected Result handleWindowChange(Buffer buffer, boolean wantReply) {
        screen.resize(buffer.getInt(), buffer.getInt());
        return Result.ReplySuccess;
    }

    @Override
    protected Result handleSignal(Buffer buffer, boolean wantReply) {
        interrupt();
        return Result.ReplySuccess;
    }

    @Override
    protected Result handleBreak(Buffer buffer, boolean wantReply) {
        interrupt();
        return Result.ReplySuccess;
    }

    /** There is no use for a client's stderr; it is read away. */
    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) throws IOException {
        getLocalWindow().release(length);
    }

    private void interrupt() {
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    protected Result handleShellParsed(String request) throws IOException {
        return begin(request, works.shell(host));
    }

    @Override
    protected Result handleExecParsed(String request, String commandLine) throws IOException {
        return begin(request, works.exec(host, commandLine));
    }

    @Override
    protected Result handleSubsystemParsed(String request, String subsystem) throws IOException {
        Optional<Work> work = works.subsystem(host, subsystem);
        return work.isPresent() ? begin(request, work.get()) : Result.ReplyFailure;
    }

    private Result begin(String request, Work work) throws IOException {
        WorkCommand command = new WorkCommand(work, screen, host);
        running = command;
        commandInstance = command;
        return prepareChannelCommand(request, command);
    }
}
