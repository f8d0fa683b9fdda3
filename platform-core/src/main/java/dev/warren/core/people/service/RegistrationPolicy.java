package dev.warren.core.people.service;

import dev.warren.core.Registration;
import dev.warren.core.WarrenProperties;
import dev.warren.core.database.Database;
import dev.warren.core.people.PublicKeyText;
import java.util.Optional;

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
        Optional<PublicKeyText> adminKey = warren.firstAdminKey().map(PublicKeyText::parse);
        return new RegistrationPolicy(
                configured == null ? usual : configured,
                adminKey,
                database.embedded() && adminKey.isEmpty());
    }
}
