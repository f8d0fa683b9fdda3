package dev.warren.app.rules.planted;

import java.util.logging.Logger;

/** Logs past the log. */
public final class WrongLogger {

    Logger log() {
        return Logger.getLogger("planted");
    }
}
