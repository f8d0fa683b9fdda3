package dev.warren.edge.ssh.server;

import dev.warren.edge.net.EventLoops;
import dev.warren.edge.net.NetProperties.Door;
import dev.warren.edge.ssh.DirectHandler;
import dev.warren.edge.ssh.login.LoginDoor;
import dev.warren.edge.ssh.session.SessionChannels;
import dev.warren.edge.ssh.session.SessionWorks;
import dev.warren.edge.ssh.transport.SshTransport;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.global.NoMoreSessionsHandler;
import org.apache.sshd.server.global.OpenSshHostKeysHandler;

/** Puts a server together: the one place that sets what differs from MINA's defaults. */
record ServerAssembly(
        ConnectionSetup setup,
        EventLoops loops,
        LoginDoor login,
        SessionWorks works,
        Optional<DirectHandler> direct) {

    private static final int MAX_IDENTIFICATION = 1024;
    private static final Duration FOREVER = Duration.ofHours(24);

    /** A server that is not started yet. */
    DoorServer assemble(List<KeyPair> hostKeys, Gate gate) {
        SshProperties settings = setup.settings();
        DoorServer server = (DoorServer) ServerBuilder.builder().factory(DoorServer::new).build();
        server.setHost(settings.host());
        server.setPort(settings.port());
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKeys));
        Algorithms.apply(server);
        SshTransport.configure(
                server,
                loops,
                accepted -> setup.front().front(Door.SSH, setup.budget(), accepted),
                settings.chacha20());
        login.configure(server);
        server.addSessionListener(gate);
        server.setServiceFactories(List.of(login.service(), DoorConnectionService.factory(setup)));
        server.setChannelFactories(channels());
        server.setGlobalRequestHandlers(
                List.of(
                        KeepAliveHandler.INSTANCE,
                        NoMoreSessionsHandler.INSTANCE,
                        OpenSshHostKeysHandler.INSTANCE));
        server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        limits(server, settings);
        return server;
    }

    private List<ChannelFactory> channels() {
        ChannelFactory sessions = new SessionChannels(Connection::require, works);
        return direct.map(handler ->
                        List.of(
                                sessions,
                                setup.streams()
                                        .directFactory(
                                                new PermittedDirect(handler), Connection::require)))
                .orElseGet(() -> List.of(sessions));
    }

    private static void limits(DoorServer server, SshProperties settings) {
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "Warren");
        CoreModuleProperties.MAX_IDENTIFICATION_SIZE.set(server, MAX_IDENTIFICATION);
        CoreModuleProperties.AUTH_TIMEOUT.set(server, settings.loginGraceTime());
        CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, settings.authTries());
        // keepalive tells the dead from the quiet
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, settings.maxChannels());
        CoreModuleProperties.WINDOW_SIZE.set(server, settings.sessionWindow().toBytes());
        // a paused terminal is no error; the channel's end wakes whoever waits
        CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(server, FOREVER);
        CoreModuleProperties.REKEY_BYTES_LIMIT.set(server, settings.rekeyBytes().toBytes());
        CoreModuleProperties.REKEY_TIME_LIMIT.set(server, settings.rekeyTime());
        CoreModuleProperties.DISCONNECT_TIMEOUT.set(server, Duration.ofSeconds(2));
        CoreModuleProperties.STOP_WAIT_TIME.set(server, Duration.ofSeconds(5));
    }
}
