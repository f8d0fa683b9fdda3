package dev.warren.feeds.parse;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a document comes from.
 *
 * @param url its address after all redirects, absolute; relative addresses in it are relative to it
 * @param contentType the header as it was sent, null where there was none
 */
public record Origin(URI url, @Nullable String contentType) {

    String mediaType() {
        return contentType == null ? "" : contentType;
    }
}
