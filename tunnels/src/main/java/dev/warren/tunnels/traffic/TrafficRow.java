package dev.warren.tunnels.traffic;

import dev.warren.tunnels.live.Figures;
import java.time.Instant;

/**
 * What was carried under one name.
 *
 * @param since when the first of it was counted
 * @param until when the last of it was
 */
record TrafficRow(String name, Instant since, Instant until, Figures.Sums sums) {}
