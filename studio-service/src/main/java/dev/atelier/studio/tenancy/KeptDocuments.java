package dev.atelier.studio.tenancy;

import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * JSON documents with what clients of other protocols said of a resource that means nothing to Atelier (networks, keys, settings of
 * applications it does not have), kept to be told again. A document goes with its resource.
 */
@ApplicationScoped
public class KeptDocuments {
    private final Database database;

    KeptDocuments(Database database) {
        this.database = database;
    }

    public Optional<String> find(String domainId) {
        return database.find(
                "select document from domain_document where domain_id = ?", row -> row.text("document"), domainId);
    }

    public Optional<String> find(ProfileRef ref) {
        return database.find(
                "select document from user_profile_document where domain_id = ? and user_profile_name = ?",
                row -> row.text("document"),
                ref.domainId(),
                ref.userProfileName());
    }

    /** Keeps a document in the place of the one that there was. */
    public void keep(String domainId, String document) {
        database.update("""
                insert into domain_document (domain_id, document) values (?, ?::jsonb)
                on conflict (domain_id) do update set document = excluded.document""", domainId, document);
    }

    /** Keeps a document in the place of the one that there was. */
    public void keep(ProfileRef ref, String document) {
        database.update("""
                insert into user_profile_document (domain_id, user_profile_name, document) values (?, ?, ?::jsonb)
                on conflict (domain_id, user_profile_name) do update set document = excluded.document""", ref.domainId(), ref.userProfileName(), document);
    }

    public Optional<String> find(SpaceRef ref) {
        return database.find(
                "select document from space_document where domain_id = ? and space_name = ?",
                row -> row.text("document"),
                ref.domainId(),
                ref.spaceName());
    }

    /** Keeps a document in the place of the one that there was. */
    public void keep(SpaceRef ref, String document) {
        database.update("""
                insert into space_document (domain_id, space_name, document) values (?, ?, ?::jsonb)
                on conflict (domain_id, space_name) do update set document = excluded.document""", ref.domainId(), ref.spaceName(), document);
    }
}
