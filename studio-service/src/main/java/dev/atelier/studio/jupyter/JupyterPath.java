package dev.atelier.studio.jupyter;

import dev.atelier.studio.tenancy.Owner;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path of the public Jupyter surface.
 *
 * @param owner whose Lab it is, spelt as in the path
 * @param rest what follows {@code /jupyter/{domain}/{user}/} or {@code /jupyter/{domain}/space.{space}/}, still encoded
 * @param token of a capability URL, {@code /jupyter/token/{token}/{domain}/{user}/}, for clients whose WebSocket carries no header,
 *     such as nbclient's gateway manager, which writes all of it in lower case; "" on a plain path
 */
record JupyterPath(Owner owner, String rest, String token) {
    static final String PREFIX = "/jupyter/";

    private static final Pattern PATTERN = Pattern.compile(
            "/jupyter/(?:token/([A-Za-z0-9._~-]+)/)?([A-Za-z0-9-]{1,63})/((?:space\\.)?[A-Za-z0-9-]{1,63})(?:/(.*))?");

    static Optional<JupyterPath> parse(String path) {
        Matcher matcher = PATTERN.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new JupyterPath(
                Owner.ofKey(matcher.group(2), matcher.group(3)),
                Objects.requireNonNullElse(matcher.group(4), ""),
                Objects.requireNonNullElse(matcher.group(1), "")));
    }

    /** The path under which everything of the owner lives, with a trailing slash. */
    static String base(Owner owner) {
        return PREFIX + owner.domainId() + "/" + owner.key() + "/";
    }

    String base() {
        return base(owner);
    }

    /** The same place of this owner. */
    JupyterPath of(Owner known) {
        return new JupyterPath(known, rest, token);
    }

    /** Whether a browser asks for a page of the Lab. */
    boolean isPage() {
        return rest.isEmpty()
                || rest.equals("lab")
                || rest.startsWith("lab/tree")
                || rest.startsWith("lab/workspaces")
                || rest.startsWith("doc");
    }

    /** Whether it is the address of a file's content. */
    boolean isFile() {
        return rest.startsWith("files/");
    }

    @Override
    public String toString() {
        return base() + rest;
    }
}
