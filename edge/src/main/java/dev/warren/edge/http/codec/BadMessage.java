package dev.warren.edge.http.codec;

import dev.warren.edge.http.HttpRefusal;

/** The refusal of what is not HTTP/1.1. */
final class BadMessage {

    private BadMessage() {}

    static HttpRefusal of(String detail) {
        return new HttpRefusal(400, "Malformed HTTP", detail);
    }
}
