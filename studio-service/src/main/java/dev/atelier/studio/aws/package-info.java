/** The SageMaker wire protocol: AWS JSON 1.1 on {@code POST /}, signed with AWS Signature Version 4. */
@NullMarked
package dev.atelier.studio.aws;

import org.jspecify.annotations.NullMarked;
