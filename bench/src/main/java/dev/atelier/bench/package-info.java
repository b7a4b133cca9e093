/** Measures Atelier beside its peers: each benchmark prints its figures as ratios against a peer run in the same minute. */
@org.jspecify.annotations.NullMarked
package dev.atelier.bench;
