/** What Atelier costs between a client and a kernel, beside a stock {@code jupyter_server}. */
@NullMarked
package dev.atelier.bench.kernels;

import org.jspecify.annotations.NullMarked;
