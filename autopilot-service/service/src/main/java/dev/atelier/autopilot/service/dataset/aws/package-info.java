/** Tables in S3-compatible stores, through the AWS SDK. */
@NullMarked
package dev.atelier.autopilot.service.dataset.aws;

import org.jspecify.annotations.NullMarked;
