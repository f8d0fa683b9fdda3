package dev.warren.core.people;

/** What an account may do beyond its own things. */
public enum Role {
    USER,
    ADMIN
}
