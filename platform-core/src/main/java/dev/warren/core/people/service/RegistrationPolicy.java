package dev.warren.core.people.service;

import dev.warren.core.Registration;
import dev.warren.core.StartRefusedException;
import dev.warren.core.WarrenProperties;
import dev.warren.core.database.Database;
import dev.warren.core.people.PeopleException;
import dev.warren.core.people.PublicKeyText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may register, and who becomes the first administrator.
 *
 * @param adminKey the key that starts as an administrator's
 * @param firstIsAdmin whether the first of all accounts is an administrator
 */
record RegistrationPolicy(
        Registration mode, Optional<PublicKeyText> adminKey, boolean firstIsAdmin) {

    static RegistrationPolicy of(WarrenProperties warren, Database database) {
        Registration configured = warren.registration();
        Registration usual = database.embedded() ? Registration.OPEN : Registration.CLOSED;
        Optional<PublicKeyText> adminKey = warren.firstAdminKey().map(RegistrationPolicy::adminKey);
        return new RegistrationPolicy(
                configured == null ? usual : configured,
                adminKey,
                database.embedded() && adminKey.isEmpty());
    }

    private static PublicKeyText adminKey(String line) {
        try {
            PublicKeyText key = PublicKeyText.parse(line);
            if (!key.certAuthority()) {
                return key;
            }
        } catch (PeopleException malformed) {
            throw refused(String.valueOf(malformed.getMessage()), malformed);
        }
        throw refused("the key is a certificate authority", null);
    }

    private static StartRefusedException refused(String why, @Nullable Throwable cause) {
        return new StartRefusedException(
                "warren.admin-key: %s (expected: a line as in authorized_keys, such as 'ssh-ed25519 AAAA… name')"
                        .formatted(why),
                cause);
    }
}
