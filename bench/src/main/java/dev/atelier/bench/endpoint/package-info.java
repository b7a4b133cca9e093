/** Invocations of an endpoint beside the same kind of model behind a common Python web framework. */
@org.jspecify.annotations.NullMarked
package dev.atelier.bench.endpoint;
