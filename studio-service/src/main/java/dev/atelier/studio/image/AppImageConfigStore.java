package dev.atelier.studio.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import dev.atelier.studio.store.Listing;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The rows of app image configs. */
@ApplicationScoped
class AppImageConfigStore {
    private static final TypeReference<List<KernelSpec>> SPECS = new TypeReference<>() {};

    private final Database database;
    private final ObjectMapper json;

    AppImageConfigStore(Database database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** False when the name is taken. */
    boolean insert(AppImageConfig config) {
        return database.update(
                        """
                insert into app_image_config (app_image_config_name, kernel_specs, mount_path, default_uid, default_gid, tags,
                                              creation_time, last_modified_time)
                values (?, ?::jsonb, ?, ?, ?, ?::jsonb, ?, ?)
                on conflict do nothing""",
                        config.appImageConfigName(),
                        write(config.kernelSpecs()),
                        config.fileSystemConfig().mountPath(),
                        config.fileSystemConfig().defaultUid(),
                        config.fileSystemConfig().defaultGid(),
                        database.tagsJson(config.tags()),
                        config.creationTime(),
                        config.lastModifiedTime())
                == 1;
    }

    void update(AppImageConfig config) {
        database.update(
                """
                update app_image_config set kernel_specs = ?::jsonb, mount_path = ?, default_uid = ?, default_gid = ?,
                                            tags = ?::jsonb, last_modified_time = ?
                where app_image_config_name = ?""",
                write(config.kernelSpecs()),
                config.fileSystemConfig().mountPath(),
                config.fileSystemConfig().defaultUid(),
                config.fileSystemConfig().defaultGid(),
                database.tagsJson(config.tags()),
                config.lastModifiedTime(),
                config.appImageConfigName());
    }

    Optional<AppImageConfig> find(String name) {
        return database.find("select * from app_image_config where app_image_config_name = ?", this::config, name);
    }

    /** Locks it until the transaction ends: no settings start to name it meanwhile. */
    Optional<AppImageConfig> lock(String name) {
        return database.find(
                "select * from app_image_config where app_image_config_name = ? for update", this::config, name);
    }

    /** Keeps it until the transaction ends. */
    Optional<AppImageConfig> lockForUse(String name) {
        return database.find(
                "select * from app_image_config where app_image_config_name = ? for share", this::config, name);
    }

    void remove(String name) {
        database.update("delete from app_image_config where app_image_config_name = ?", name);
    }

    Page<AppImageConfig> list(ImageFilter filter, PageRequest page) {
        return filter.narrow(Listing.of("app_image_config"), "app_image_config_name")
                .page(
                        database,
                        this::config,
                        filter.order("app_image_config_name", "text", "app_image_config_name"),
                        page,
                        config -> filter.value(
                                config.appImageConfigName(), config.creationTime(), config.lastModifiedTime()),
                        AppImageConfig::appImageConfigName);
    }

    private String write(List<KernelSpec> specs) {
        try {
            return json.writeValueAsString(specs);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private AppImageConfig config(Row row) throws SQLException {
        try {
            return new AppImageConfig(
                    row.text("app_image_config_name"),
                    json.readValue(row.text("kernel_specs"), SPECS),
                    new FileSystemConfig(
                            row.text("mount_path"), row.integer("default_uid"), row.integer("default_gid")),
                    row.tags("tags"),
                    row.time("creation_time"),
                    row.time("last_modified_time"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
