/**
 * Web tunnels of one account that share an address: whose turn it is, who is left out, and where a
 * request goes when its member cannot be reached.
 */
@NullMarked
package dev.warren.tunnels.groups;

import org.jspecify.annotations.NullMarked;
