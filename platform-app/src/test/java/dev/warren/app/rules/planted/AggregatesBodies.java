package dev.warren.app.rules.planted;

import io.netty.handler.codec.http.HttpObjectAggregator;

/** Holds whole messages. */
public final class AggregatesBodies {

    HttpObjectAggregator aggregator() {
        return new HttpObjectAggregator(1 << 30);
    }
}
