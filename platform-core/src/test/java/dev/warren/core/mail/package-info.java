@NullMarked
package dev.warren.core.mail;

import org.jspecify.annotations.NullMarked;
