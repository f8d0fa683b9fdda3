/**
 * Certificates for HTTPS from an authority that speaks ACME: ordered, proved, kept and renewed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8555">RFC 8555</a>
 */
@NullMarked
package dev.warren.edge.acme;

import org.jspecify.annotations.NullMarked;
