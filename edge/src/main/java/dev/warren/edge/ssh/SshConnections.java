package dev.warren.edge.ssh;

import java.util.List;

/** The authenticated connections of this process. Any thread may call it; nothing blocks. */
public interface SshConnections {

    /** A copy, oldest first. */
    List<SshConnection> list();

    /** The connections of one account, oldest first. */
    List<SshConnection> of(long accountId);

    int count();
}
