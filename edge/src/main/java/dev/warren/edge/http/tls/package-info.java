/** The HTTPS listener: certificates, the choice among them, and TLS under visitors' connections. */
@NullMarked
package dev.warren.edge.http.tls;

import org.jspecify.annotations.NullMarked;
