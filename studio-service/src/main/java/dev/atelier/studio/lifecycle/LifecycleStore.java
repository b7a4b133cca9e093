package dev.atelier.studio.lifecycle;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import dev.atelier.studio.app.AppType;
import dev.atelier.studio.app.LifecycleScripts;
import dev.atelier.studio.app.StartScript;
import dev.atelier.studio.store.Listing;
import dev.atelier.studio.store.Sort;
import dev.atelier.studio.tenancy.LifecycleNames;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Optional;

/** The rows of lifecycle configurations. */
@ApplicationScoped
class LifecycleStore implements LifecycleScripts, LifecycleNames {
    private static final String SELECT = "select * from lifecycle_config where lifecycle_config_name = ?";

    private final Database database;

    LifecycleStore(Database database) {
        this.database = database;
    }

    /** False when the name is taken. */
    boolean insert(LifecycleConfig config) {
        return database.update(
                        """
                insert into lifecycle_config (lifecycle_config_name, app_type, script, tags, creation_time, last_modified_time)
                values (?, ?, ?, ?::jsonb, ?, ?)
                on conflict do nothing""",
                        config.name(),
                        config.appType().wireName(),
                        config.script(),
                        database.tagsJson(config.tags()),
                        config.creationTime(),
                        config.lastModifiedTime())
                == 1;
    }

    /** Writes the tags. */
    void update(LifecycleConfig config) {
        database.update(
                "update lifecycle_config set tags = ?::jsonb, last_modified_time = ? where lifecycle_config_name = ?",
                database.tagsJson(config.tags()),
                config.lastModifiedTime(),
                config.name());
    }

    Optional<LifecycleConfig> find(String name) {
        return database.find(SELECT, LifecycleStore::map, name);
    }

    /** Locked until the transaction ends: meanwhile nobody can attach it. */
    Optional<LifecycleConfig> lock(String name) {
        return database.find(SELECT + " for update", LifecycleStore::map, name);
    }

    void delete(String name) {
        database.update("delete from lifecycle_config where lifecycle_config_name = ?", name);
    }

    Page<LifecycleConfig> list(LifecycleFilter filter, PageRequest page) {
        return Listing.of("lifecycle_config")
                .whereGiven("position(lower(?) in lower(lifecycle_config_name)) > 0", filter.nameContains())
                .whereGiven("app_type = ?", filter.appType())
                .whereGiven("creation_time > ?", filter.createdAfter())
                .whereGiven("creation_time < ?", filter.createdBefore())
                .whereGiven("last_modified_time > ?", filter.modifiedAfter())
                .whereGiven("last_modified_time < ?", filter.modifiedBefore())
                .page(
                        database,
                        LifecycleStore::map,
                        order(filter.sort()),
                        page,
                        config -> value(filter.sort(), config),
                        LifecycleConfig::name);
    }

    private static Listing.Order order(Sort sort) {
        String id = "lifecycle_config_name";
        return switch (sort.key()) {
            case NAME -> new Listing.Order(id, "text", id, sort.descending());
            case CREATION_TIME -> new Listing.Order("creation_time", "timestamptz", id, sort.descending());
            case LAST_MODIFIED_TIME -> new Listing.Order("last_modified_time", "timestamptz", id, sort.descending());
        };
    }

    private static String value(Sort sort, LifecycleConfig config) {
        return switch (sort.key()) {
            case NAME -> config.name();
            case CREATION_TIME -> config.creationTime().toString();
            case LAST_MODIFIED_TIME -> config.lastModifiedTime().toString();
        };
    }

    @Override
    public Optional<StartScript> find(String config, AppType type) {
        return find(config)
                .filter(found -> found.appType() == type)
                .map(found -> new StartScript(found.name(), found.script()));
    }

    @Override
    public void require(String field, String name, String appType) {
        boolean there = database.find(SELECT + " for share", LifecycleStore::map, name)
                .filter(found -> found.appType().wireName().equals(appType))
                .isPresent();
        if (!there) {
            throw AtelierException.invalid(
                    field, "there is no lifecycle configuration '%s' for apps of the type %s".formatted(name, appType));
        }
    }

    private static LifecycleConfig map(Row row) throws SQLException {
        String type = row.text("app_type");
        return new LifecycleConfig(
                row.text("lifecycle_config_name"),
                AppType.ofWireName(type).orElseThrow(() -> new IllegalStateException("unknown app type " + type)),
                row.text("script"),
                row.tags("tags"),
                row.time("creation_time"),
                row.time("last_modified_time"));
    }
}
