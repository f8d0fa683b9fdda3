package dev.warren.app.rules.planted;

import java.util.concurrent.CompletableFuture;

/** Waits for what may never come. */
public final class WaitsForEver {

    String result(CompletableFuture<String> answer) {
        return answer.join();
    }
}
