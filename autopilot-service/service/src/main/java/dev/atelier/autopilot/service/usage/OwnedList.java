package dev.atelier.autopilot.service.usage;

import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.usage.Owners.Scope;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads filtered and sorted pages of entities that have an {@code owner} ({@link OwnerColumns}), an {@code id} that sorts by age, a {@code
 * name} and a {@code creationTime}.
 *
 * @param type an entity
 * @param condition on {@code e} that holds for all of them
 * @param holder a path on {@code e} to what has the owner and the name
 * @param status an expression on {@code e}; "" where they have none
 * @param lastModifiedTime an expression on {@code e}
 */
public record OwnedList<E>(Class<E> type, String condition, String holder, String status, String lastModifiedTime) {
    private static final String ID = "e.id";

    /** Of entities that have the owner and the name themselves. */
    public OwnedList(Class<E> type, String condition, String status, String lastModifiedTime) {
        this(type, condition, "e", status, lastModifiedTime);
    }

    /** A page, one more than it holds. */
    public List<E> page(EntityManager entities, Scope scope, Listing listing, PageRequest page) {
        return page(entities, scope, listing, Map.of(), page);
    }

    /**
     * The same, of those that meet further conditions.
     *
     * @param more conditions on {@code e} with a {@code %s} each, and the values in their places; one without a value is left out
     */
    public List<E> page(
            EntityManager entities,
            Scope scope,
            Listing listing,
            Map<String, ? extends Optional<?>> more,
            PageRequest page) {
        Conditions where = new Conditions(condition);
        more.forEach((further, value) -> where.and(further, value.orElse(null)));
        where.and(holder + ".owner.domainId = %s", scope.domainId());
        where.and(holder + ".owner.userProfileName = %s", scope.userProfileName());
        where.and(holder + ".name = %s", listing.name());
        String name = listing.nameContains();
        where.and("locate(%s, lower(" + holder + ".name)) > 0", name == null ? null : name.toLowerCase(Locale.ROOT));
        if (!status.isEmpty()) {
            where.and(status + " = %s", listing.status());
        }
        where.and("e.creationTime > %s", listing.created().after());
        where.and("e.creationTime < %s", listing.created().before());
        where.and(lastModifiedTime + " > %s", listing.modified().after());
        where.and(lastModifiedTime + " < %s", listing.modified().before());
        String key = key(listing.key());
        String after = page.after();
        if (after != null) {
            String later = listing.ascending() ? ">" : "<";
            if (key.equals(ID)) {
                where.and("e.id " + later + " %s", Listing.id(after));
            } else {
                Object value = listing.value(after);
                where.and(
                        "(%1$s %2$s %%s or %1$s = %%s and e.id %2$s %%s)".formatted(key, later),
                        value,
                        value,
                        Listing.id(after));
            }
        }
        String direction = listing.ascending() ? "asc" : "desc";
        return where.query(entities, type, " order by %1$s %2$s, e.id %2$s".formatted(key, direction))
                .setMaxResults(page.limit())
                .getResultList();
    }

    private String key(Listing.Key key) {
        return switch (key) {
            case NAME -> holder + ".name";
            case CREATION_TIME -> ID;
            case LAST_MODIFIED_TIME -> lastModifiedTime;
            case STATUS -> status.isEmpty() ? ID : status;
        };
    }

    /** Conditions that all hold, with their values. */
    private static final class Conditions {
        private final StringBuilder text;
        private final List<Object> values = new ArrayList<>();

        Conditions(String first) {
            this.text = new StringBuilder(first);
        }

        /** Adds a condition with a {@code %s} for each value; without a value there is none. */
        void and(String condition, @Nullable Object... given) {
            List<Object> present = new ArrayList<>();
            for (Object value : given) {
                if (value != null) {
                    present.add(value);
                }
            }
            if (present.isEmpty()) {
                return;
            }
            int first = values.size() + 1;
            Object[] places = IntStream.range(first, first + present.size())
                    .mapToObj(place -> "?" + place)
                    .toArray();
            text.append(" and ").append(condition.formatted(places));
            values.addAll(present);
        }

        <E> TypedQuery<E> query(EntityManager entities, Class<E> type, String order) {
            TypedQuery<E> query = entities.createQuery(
                    "select e from %s e where %s%s".formatted(type.getSimpleName(), text, order), type);
            for (int i = 0; i < values.size(); i++) {
                query.setParameter(i + 1, values.get(i));
            }
            return query;
        }
    }
}
