package dev.atelier.platform.error;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The query of this operation is made by somebody else's rules, such as the answer of an OpenID provider, of which RFC 6749 says that
 * unknown parameters are ignored. Elsewhere they are refused by name.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ForeignQuery {}
