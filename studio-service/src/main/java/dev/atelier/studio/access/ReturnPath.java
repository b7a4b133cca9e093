package dev.atelier.studio.access;

import java.net.URI;

/** Where a browser goes after it has signed in: a path of ours and nothing else, else it would be an open redirect. */
final class ReturnPath {
    private static final int MAX_LENGTH = 1024;

    private ReturnPath() {}

    /** The path when it is one under {@code /jupyter/}, else "". */
    static String checked(String path) {
        if (path.length() > MAX_LENGTH || !path.startsWith("/jupyter/")) {
            return "";
        }
        try {
            URI uri = URI.create(path);
            boolean plain = uri.getScheme() == null && uri.getRawAuthority() == null;
            return plain && uri.normalize().getRawPath().startsWith("/jupyter/") ? path : "";
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
