/**
 * What benchmarks and drills share: child processes, peers to compare with, probes and reports.
 * Plain Java, no application context: nothing here runs inside the server that is measured.
 */
@NullMarked
package dev.warren.app.lab;

import org.jspecify.annotations.NullMarked;
