package dev.warren.edge.ssh.stream;

/** What all streams of the door share. */
record StreamSetup(StreamProperties settings, StreamMeters meters) {}
