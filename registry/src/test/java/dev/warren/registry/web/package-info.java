/** Tests of routes and refusals. */
@NullMarked
package dev.warren.registry.web;

import org.jspecify.annotations.NullMarked;
