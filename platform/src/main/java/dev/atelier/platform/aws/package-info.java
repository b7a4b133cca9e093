/** The codec of the AWS JSON 1.1 protocol: what requests say, what answers look like, and how refusals are worded. */
@NullMarked
package dev.atelier.platform.aws;

import org.jspecify.annotations.NullMarked;
