package dev.atelier.testing.reach;

/**
 * What a caller got.
 *
 * @param text all that it says, for what must not be in it
 */
public record Answer(Verdict verdict, String text) {
    @Override
    public String toString() {
        return verdict + (text.isEmpty() ? "" : ": " + text.substring(0, Math.min(text.length(), 300)));
    }
}
