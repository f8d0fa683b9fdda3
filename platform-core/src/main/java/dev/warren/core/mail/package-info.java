/** Mail that leaves: a queue in PostgreSQL, and a sender that loses nothing of it. */
@NamedInterface("mail")
@NullMarked
package dev.warren.core.mail;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
