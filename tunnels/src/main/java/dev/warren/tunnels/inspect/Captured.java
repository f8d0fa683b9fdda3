package dev.warren.tunnels.inspect;

/**
 * A copy of what is kept of one exchange.
 *
 * @param requestHead the request's head as the visitor sent it, ISO 8859-1, lines with CR LF
 *     between, without secrets; empty when nothing was kept
 * @param responseHead the answer's head in the same form; empty before an answer
 * @param fromVisitor bytes after the connection left HTTP
 * @param toVisitor the same, to the visitor
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Captured(
        Summary summary,
        byte[] requestHead,
        byte[] responseHead,
        Stretch requestBody,
        Stretch responseBody,
        Stretch fromVisitor,
        Stretch toVisitor) {}
