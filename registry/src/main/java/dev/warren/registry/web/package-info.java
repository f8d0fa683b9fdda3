/** The registry over HTTP: routes, answers and errors of the OCI distribution specification. */
@NullMarked
package dev.warren.registry.web;

import org.jspecify.annotations.NullMarked;
