/**
 * Whole tunnels: both doors in this process, real SSH clients as processes, real servers behind.
 */
@NullMarked
package dev.warren.tunnels.it;

import org.jspecify.annotations.NullMarked;
