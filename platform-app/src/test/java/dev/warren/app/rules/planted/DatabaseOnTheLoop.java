package dev.warren.app.rules.planted;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.sql.Connection;

/** Asks the database where it must not wait. */
public final class DatabaseOnTheLoop extends ChannelInboundHandlerAdapter {

    private final Connection connection;

    DatabaseOnTheLoop(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) throws Exception {
        connection.commit();
    }
}
