/** The SageMaker protocol's operations on jobs, models, endpoints, experiments and monitors; studio-service passes them on. */
@NullMarked
package dev.atelier.autopilot.service.aws;

import org.jspecify.annotations.NullMarked;
