package dev.atelier.autopilot.worker.learner.oblivious;

/**
 * What a level of a tree asks.
 *
 * @param bin rows above it answer yes; of a column of categories those that are in it
 * @param score how well the answers part the gradients; more is better
 */
record Question(int column, int bin, double score) {}
