package dev.atelier.studio.store;

import java.security.SecureRandom;
import java.time.Instant;

/** Makes identifiers of lower-case letters and digits. */
public final class Ids {
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int TIME_CHARACTERS = 10;
    private static final int RANDOM_CHARACTERS = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    /** Random characters, five bits each. */
    public static String random(int length) {
        StringBuilder id = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }

    /** 26 characters which sort by the time they were made at, to the millisecond. */
    public static String ordered(Instant now) {
        char[] time = new char[TIME_CHARACTERS];
        long rest = now.toEpochMilli();
        for (int i = TIME_CHARACTERS - 1; i >= 0; i--) {
            time[i] = ALPHABET.charAt((int) (rest & 31));
            rest >>>= 5;
        }
        return new String(time) + random(RANDOM_CHARACTERS);
    }
}
