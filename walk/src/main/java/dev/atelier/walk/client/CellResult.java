package dev.atelier.walk.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a cell gave.
 *
 * @param output its printed text and the text form of its results, in order
 * @param images its PNG pictures
 * @param error "NameError: name 'x' is not defined", when it failed
 */
public record CellResult(
        String output, List<byte[]> images, @Nullable String error) {}
