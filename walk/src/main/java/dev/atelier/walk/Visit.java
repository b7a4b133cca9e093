package dev.atelier.walk;

/**
 * Who walks: a user of a domain that was made for this walk.
 *
 * @param token acts as the user, and reaches only what is his
 */
record Visit(String domainId, String user, String token) {
    /** The user's resources in Studio's REST API. */
    String profile() {
        return "/domains/" + domainId + "/user-profiles/" + user;
    }

    /** The query that narrows a list to the user. */
    String mine() {
        return "domainId=" + domainId + "&userProfileName=" + user;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Visit[" + domainId + "/" + user + "]";
    }
}
