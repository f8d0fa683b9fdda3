package dev.warren;

/** A class where none may be. */
public final class Planted {

    private Planted() {}
}
