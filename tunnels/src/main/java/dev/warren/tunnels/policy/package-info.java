/** What options mean for visitors: who comes in, how fast, and what is changed of requests. */
@NullMarked
package dev.warren.tunnels.policy;

import org.jspecify.annotations.NullMarked;
