package dev.warren.edge.ssh.login;

import dev.warren.core.people.PublicKeyText;

/** What is to become of a key, if whoever offered it can sign with it. */
sealed interface Verdict {

    /** It may log in. */
    record Accept(Login login) implements Verdict {}

    /** Nobody registered it, and whoever holds it may get an account. */
    record Register(LoginName name, PublicKeyText key) implements Verdict {}

    /**
     * No.
     *
     * @param reason a bounded word for metrics
     * @param sentence for the user
     */
    record Refuse(String reason, String sentence) implements Verdict {}
}
