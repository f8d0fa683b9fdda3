package dev.warren.core.database;

/**
 * Which PostgreSQL this Warren runs on.
 *
 * @param embedded whether it is our own, in the data directory, rather than a configured one
 */
public record Database(boolean embedded) {}
