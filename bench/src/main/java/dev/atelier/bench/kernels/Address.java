package dev.atelier.bench.kernels;

import java.net.URI;

/**
 * A kernel behind a Jupyter server or behind Atelier.
 *
 * @param kernel {@code …/api/kernels/{id}}
 */
record Address(URI kernel, String token) {
    @Override
    public String toString() {
        return kernel.toString();
    }
}
