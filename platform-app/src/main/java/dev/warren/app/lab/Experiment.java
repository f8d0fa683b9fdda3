package dev.warren.app.lab;

import java.util.List;

/** A benchmark or a drill that can be started by its name. */
public interface Experiment {

    /** The word to start it with. */
    String name();

    /** One line for the list. */
    String summary();

    /** Its own options; {@code --out} is there without being listed. */
    List<Option> options();

    /**
     * Runs it to its end. Everything it starts goes into the run's workspace, which is closed
     * whatever happens.
     *
     * @throws LabException when it cannot be run at all
     */
    void run(Run run) throws Exception;
}
