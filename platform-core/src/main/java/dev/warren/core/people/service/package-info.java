/**
 * What stands behind {@link dev.warren.core.people.People}: the index that answers from memory, the
 * acts that change people, and their rows.
 */
@NullMarked
package dev.warren.core.people.service;

import org.jspecify.annotations.NullMarked;
