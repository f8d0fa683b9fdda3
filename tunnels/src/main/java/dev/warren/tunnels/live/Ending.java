package dev.warren.tunnels.live;

/** How a tunnel ended. */
public enum Ending {
    /** The client took its request back. */
    CANCELLED("cancelled"),
    /** A newer connection of the same account has the address now. */
    TAKEN_OVER("taken over by a newer connection of yours"),
    /** The options of the connection made another tunnel of it. */
    CHANGED("changed by an option"),
    /** The SSH connection is gone. */
    DISCONNECTED("disconnected"),
    /** Its owner closed it with a command. */
    CLOSED("closed by command"),
    /** An administrator closed it. */
    CLOSED_BY_ADMIN("closed by an administrator"),
    /** Nobody sees any more that the domain is its owner's. */
    UNPROVEN("the domain's TXT record is gone"),
    /** The server is going down. */
    STOPPING("the server is restarting");

    private final String words;

    Ending(String words) {
        this.words = words;
    }

    /** A few words for people. */
    public String words() {
        return words;
    }

    /** Whether streams that are open are cut, rather than left to their ends. */
    boolean cutsStreams() {
        return this == CLOSED || this == CLOSED_BY_ADMIN || this == UNPROVEN;
    }

    /** Whether the connection is still there and nothing takes this tunnel's place on it. */
    boolean leavesConnection() {
        return switch (this) {
            case CANCELLED, TAKEN_OVER, CLOSED, CLOSED_BY_ADMIN, UNPROVEN -> true;
            case CHANGED, DISCONNECTED, STOPPING -> false;
        };
    }
}
