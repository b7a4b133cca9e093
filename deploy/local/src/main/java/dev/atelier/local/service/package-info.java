/** The three services: configuration, start, readiness, supervision. */
@NullMarked
package dev.atelier.local.service;

import org.jspecify.annotations.NullMarked;
