package dev.atelier.studio.home;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which part of a file a request wants (RFC 9110, section 14). */
sealed interface ByteRange {
    /** All of it: nothing was asked for, or something that may be ignored, such as several ranges at once. */
    record Whole() implements ByteRange {}

    /**
     * So much from there.
     *
     * @param length at least 1
     */
    record Part(long offset, long length) implements ByteRange {}

    /** It begins where the file has ended. */
    record Unsatisfiable() implements ByteRange {}

    /** Of a {@code Range} header for a file of this size. */
    static ByteRange of(@Nullable String header, long size) {
        Matcher one = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})").matcher(header == null ? "" : header.strip());
        if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
            return new Whole();
        }
        if (one.group(1).isEmpty()) {
            long last = Math.min(size, Long.parseLong(one.group(2)));
            return last == 0 ? new Unsatisfiable() : new Part(size - last, last);
        }
        long first = Long.parseLong(one.group(1));
        long end = one.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(one.group(2));
        if (end < first) {
            return new Whole();
        }
        return first >= size ? new Unsatisfiable() : new Part(first, Math.min(size - 1, end) - first + 1);
    }
}
