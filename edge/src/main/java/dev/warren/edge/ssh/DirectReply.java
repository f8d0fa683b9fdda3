package dev.warren.edge.ssh;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;

/** A {@link DirectHandler}'s answer to a {@link DirectRequest}. */
public sealed interface DirectReply {

    /** The stream to join the client's channel with, once it is open. */
    record Accepted(Future<Channel> stream) implements DirectReply {}

    /** There is no such target, or none that this client may reach; one sentence for the user. */
    record Prohibited(String reason) implements DirectReply {}
}
