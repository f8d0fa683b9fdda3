package dev.warren.edge.ssh.session;

import java.util.function.Function;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;

/** Makes session channels, for connections that gave a place to one. */
public final class SessionChannels implements ChannelFactory {

    private final Function<Session, SessionHost> hosts;
    private final SessionWorks works;

    public SessionChannels(Function<Session, SessionHost> hosts, SessionWorks works) {
        this.hosts = hosts;
        this.works = works;
    }

    @Override
    public String getName() {
        return "session";
    }

    @Override
    public Channel createChannel(Session session) {
        return new SessionChannel(hosts.apply(session), works);
    }
}
