package dev.warren.app.lab;

/**
 * One run of an experiment.
 *
 * @param options as given
 * @param workspace where programs and files go
 * @param report what is found
 */
public record Run(Options options, Workspace workspace, Report report) {}
