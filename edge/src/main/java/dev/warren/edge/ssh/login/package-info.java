/** Who may log in: keys, certificates, registration and throttling. */
@NullMarked
package dev.warren.edge.ssh.login;

import org.jspecify.annotations.NullMarked;
