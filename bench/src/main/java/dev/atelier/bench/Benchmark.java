package dev.atelier.bench;

/** One measurement that {@code ./atelier bench NAME} runs. */
public interface Benchmark {
    /** The word on the command line. */
    String name();

    /** What is measured beside what, in one line. */
    String summary();

    /**
     * Measures and prints.
     *
     * @throws Exception when a part could not be measured; its message is what the user reads
     */
    void run(Bench bench) throws Exception;
}
