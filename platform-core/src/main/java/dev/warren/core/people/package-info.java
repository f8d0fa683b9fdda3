/** Accounts, SSH keys, API tokens, roles and registration. */
@NamedInterface("people")
@NullMarked
package dev.warren.core.people;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
