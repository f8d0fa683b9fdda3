package dev.warren.core.people;

import java.time.Instant;

/** A key as it was registered. */
public record RegisteredKey(PublicKeyText key, String fingerprint, Instant addedAt) {}
