package dev.atelier.autopilot.service.kept;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * JSON documents with what clients of other protocols said of a resource that means nothing to Atelier, kept to be told again, and the
 * resource's tags. They go with their resource.
 */
@ApplicationScoped
public class KeptDocuments {
    private static final int MOST_TAGS = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;

    private final Database database;

    KeptDocuments(Database database) {
        this.database = database;
    }

    /** What is kept beside a resource. */
    public Kept find(String resourceId) {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.find(
                                "select document, tags from kept_document where resource_id = ?",
                                KeptDocuments::read,
                                resourceId)
                        .orElse(Kept.NOTHING));
    }

    /** Keeps it in the place of what there was. */
    public void keep(String resourceId, Kept kept) {
        checked(kept.tags());
        QuarkusTransaction.requiringNew().run(() -> store(resourceId, kept));
    }

    /**
     * Changes the tags of a resource.
     *
     * @throws AtelierException PERMISSION_DENIED unless the caller may change what is the owner's
     */
    public Map<String, String> tag(
            Caller caller, Owner owner, String resourceId, UnaryOperator<Map<String, String>> change) {
        caller.requireProfile(owner.domainId(), owner.userProfileName());
        return QuarkusTransaction.requiringNew().call(() -> {
            database.update("""
                    insert into kept_document (resource_id, document, tags) values (?, '{}', '{}')
                    on conflict (resource_id) do nothing""", resourceId);
            Kept known = database.find(
                            "select document, tags from kept_document where resource_id = ? for update",
                            KeptDocuments::read,
                            resourceId)
                    .orElse(Kept.NOTHING);
            Kept tagged = new Kept(known.document(), checked(change.apply(known.tags())));
            store(resourceId, tagged);
            return tagged.tags();
        });
    }

    /**
     * Refuses tags that nothing can have.
     *
     * @throws AtelierException VALIDATION
     */
    public static Map<String, String> checked(Map<String, String> tags) {
        if (tags.size() > MOST_TAGS) {
            throw AtelierException.invalid("tags", "must have at most 50 entries");
        }
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > LONGEST_KEY || value.length() > LONGEST_VALUE) {
                throw AtelierException.invalid(
                        "tags", "must have keys of 1 to 128 and values of at most 256 characters");
            }
        });
        return tags;
    }

    private void store(String resourceId, Kept kept) {
        database.update("""
                insert into kept_document (resource_id, document, tags) values (?, ?::jsonb, ?::jsonb)
                on conflict (resource_id) do update set document = excluded.document, tags = excluded.tags""", resourceId, kept.document(), database.tagsJson(kept.tags()));
    }

    private static Kept read(Row row) throws SQLException {
        return new Kept(row.text("document"), row.tags("tags"));
    }
}
