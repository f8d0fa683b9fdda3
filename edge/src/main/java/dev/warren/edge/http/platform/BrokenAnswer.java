package dev.warren.edge.http.platform;

import java.io.IOException;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;

/** Ends an answer that has begun so that nobody takes what came for all of it. */
public final class BrokenAnswer {

    private BrokenAnswer() {}

    /**
     * What a servlet throws to have the connection closed at once. The server logs nothing: what
     * strangers do and have done is no error of its own.
     */
    public static IOException of(String why, @Nullable Throwable cause) {
        return new CloseNowException(why, cause);
    }
}
