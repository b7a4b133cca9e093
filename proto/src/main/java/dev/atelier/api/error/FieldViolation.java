package dev.atelier.api.error;

/**
 * What is wrong with one part of a request.
 *
 * @param field the path of the field as the caller wrote it, for example {@code limits.maxCandidates}
 * @param message what is expected, in words that a person can act on
 */
public record FieldViolation(String field, String message) {}
