/** Reads price books: the CSV forms of an own book and the AWS Price List offer file. It keeps nothing. */
@NullMarked
package dev.atelier.billing.price.book;

import org.jspecify.annotations.NullMarked;
