package dev.atelier.bench.autopilot;

/** The same for everyone. */
record Terms(int budgetSeconds, int cores, int seed, int memoryMegabytes) {}
