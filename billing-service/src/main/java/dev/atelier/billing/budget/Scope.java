package dev.atelier.billing.budget;

import dev.atelier.billing.meter.Owner;
import java.util.Optional;

/** Whose usage a budget counts. */
public sealed interface Scope {
    /** Whether usage of this owner counts. */
    boolean covers(Owner owner);

    /** In words, for a message. */
    String text();

    /** Everything of the installation. */
    record Installation() implements Scope {
        @Override
        public boolean covers(Owner owner) {
            return true;
        }

        @Override
        public String text() {
            return "the installation";
        }
    }

    record Domain(String domainId) implements Scope {
        @Override
        public boolean covers(Owner owner) {
            return owner.domainId().equals(domainId);
        }

        @Override
        public String text() {
            return "the domain '%s'".formatted(domainId);
        }
    }

    record User(String domainId, String userProfileName) implements Scope {
        @Override
        public boolean covers(Owner owner) {
            return owner.domainId().equals(domainId) && owner.userProfileName().equals(userProfileName);
        }

        @Override
        public String text() {
            return "the user '%s' of the domain '%s'".formatted(userProfileName, domainId);
        }
    }

    record Team(String team) implements Scope {
        @Override
        public boolean covers(Owner owner) {
            return owner.team().equals(team);
        }

        @Override
        public String text() {
            return "the team '%s'".formatted(team);
        }
    }

    record Project(String project) implements Scope {
        @Override
        public boolean covers(Owner owner) {
            return owner.project().equals(project);
        }

        @Override
        public String text() {
            return "the project '%s'".formatted(project);
        }
    }

    record Tag(String key, String value) implements Scope {
        @Override
        public boolean covers(Owner owner) {
            return value.equals(owner.tags().get(key));
        }

        @Override
        public String text() {
            return "the tag '%s=%s'".formatted(key, value);
        }
    }

    /** The name in REST and in the database, for example {@code user}. */
    default String type() {
        return switch (this) {
            case Installation _ -> "installation";
            case Domain _ -> "domain";
            case User _ -> "user";
            case Team _ -> "team";
            case Project _ -> "project";
            case Tag _ -> "tag";
        };
    }

    /** The domain that it names, or "". */
    default String domain() {
        return switch (this) {
            case Domain(String domainId) -> domainId;
            case User user -> user.domainId();
            case Installation _, Team _, Project _, Tag _ -> "";
        };
    }

    /** The user, team, project, or key of a tag that it names, or "". */
    default String name() {
        return switch (this) {
            case User user -> user.userProfileName();
            case Team(String team) -> team;
            case Project(String project) -> project;
            case Tag tag -> tag.key();
            case Installation _, Domain _ -> "";
        };
    }

    /** The value of a tag, or "". */
    default String value() {
        return this instanceof Tag tag ? tag.value() : "";
    }

    /**
     * Puts a scope together from its parts.
     *
     * @return nothing when the type is not known or a part is missing or too much
     */
    static Optional<Scope> of(String type, String domainId, String name, String value) {
        Scope scope = switch (type) {
            case "installation" -> new Installation();
            case "domain" -> new Domain(domainId);
            case "user" -> new User(domainId, name);
            case "team" -> new Team(name);
            case "project" -> new Project(name);
            case "tag" -> new Tag(name, value);
            default -> null;
        };
        if (scope == null
                || !scope.domain().equals(domainId)
                || !scope.name().equals(name)
                || !scope.value().equals(value)) {
            return Optional.empty();
        }
        boolean complete = switch (scope) {
            case Installation _ -> true;
            case Domain _ -> !domainId.isEmpty();
            case User _ -> !domainId.isEmpty() && !name.isEmpty();
            case Team _, Project _ -> !name.isEmpty();
            case Tag _ -> !name.isEmpty() && !value.isEmpty();
        };
        return complete ? Optional.of(scope) : Optional.empty();
    }
}
