/** Measures billing: recording, questions, the live view, and what {@code kill -9} leaves. */
@org.jspecify.annotations.NullMarked
package dev.atelier.bench.billing;
