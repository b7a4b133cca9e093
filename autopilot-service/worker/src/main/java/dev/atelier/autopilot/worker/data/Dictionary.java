package dev.atelier.autopilot.worker.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Distinct texts by code, in the order in which they came. A text that is known costs no object: it may be characters in a reader's buffer. */
public final class Dictionary {

    private static final int INITIAL_SLOTS = 64;
    private static final int HASH_FACTOR = 31;

    private final List<String> words = new ArrayList<>();
    private int[] hashes = new int[INITIAL_SLOTS / 2];
    private int[] slots = new int[INITIAL_SLOTS];

    public int size() {
        return words.size();
    }

    /** The texts by code. */
    public List<String> words() {
        return Collections.unmodifiableList(words);
    }

    /** Where the text is; where it would be, as -1 - slot, if it is new. */
    private int slot(CharSequence text, int hash) {
        int mask = slots.length - 1;
        int at = (hash ^ hash >>> 16) & mask;
        while (slots[at] != 0) {
            int code = slots[at] - 1;
            if (hashes[code] == hash && same(words.get(code), text)) {
                return at;
            }
            at = at + 1 & mask;
        }
        return -1 - at;
    }

    /** The text's code, a new one if it was not there; -1 if it was not there and there are as many as the limit. */
    public int code(CharSequence text, int limit) {
        int hash = hash(text);
        int at = slot(text, hash);
        if (at >= 0) {
            return slots[at] - 1;
        }
        int code = words.size();
        if (code >= limit) {
            return -1;
        }
        if (code == hashes.length) {
            grow();
            at = slot(text, hash);
        }
        words.add(text.toString());
        hashes[code] = hash;
        slots[-1 - at] = code + 1;
        return code;
    }

    private void grow() {
        hashes = Arrays.copyOf(hashes, hashes.length * 2);
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int code = 0; code < words.size(); code++) {
            int at = (hashes[code] ^ hashes[code] >>> 16) & mask;
            while (slots[at] != 0) {
                at = at + 1 & mask;
            }
            slots[at] = code + 1;
        }
    }

    private static int hash(CharSequence text) {
        int hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = HASH_FACTOR * hash + text.charAt(i);
        }
        return hash;
    }

    private static boolean same(String word, CharSequence text) {
        int length = text.length();
        if (word.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (word.charAt(i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
