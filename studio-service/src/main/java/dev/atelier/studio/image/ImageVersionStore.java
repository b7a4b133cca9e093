package dev.atelier.studio.image;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import dev.atelier.studio.store.Listing;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The rows of image versions, and what their builds said. */
@ApplicationScoped
class ImageVersionStore {
    private final Database database;

    ImageVersionStore(Database database) {
        this.database = database;
    }

    void insert(ImageVersion version) {
        database.update(
                """
                insert into image_version (image_version_id, image_name, version, base_image, requirements, aliases, release_notes,
                                           status, failure_reason, creation_time, last_modified_time)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                version.imageVersionId(),
                version.imageName(),
                version.version(),
                version.baseImage(),
                version.requirements(),
                version.aliases().toArray(String[]::new),
                version.releaseNotes(),
                version.state().status(),
                version.state().failureReason(),
                version.creationTime(),
                version.lastModifiedTime());
    }

    /** Writes what can be changed. */
    void update(ImageVersion version) {
        database.update(
                "update image_version set aliases = ?, release_notes = ?, last_modified_time = ? where image_version_id = ?",
                version.aliases().toArray(String[]::new),
                version.releaseNotes(),
                version.lastModifiedTime(),
                version.imageVersionId());
    }

    /** Writes a move that was made from the state that the row is in; false when it is in another one by now. */
    boolean move(ImageVersion from, ImageVersionState to) {
        return database.update(
                        "update image_version set status = ?, failure_reason = ? where image_version_id = ? and status = ?",
                        to.status(),
                        to.failureReason(),
                        from.imageVersionId(),
                        from.state().status())
                == 1;
    }

    void writeLog(String imageVersionId, String log) {
        database.update("""
                insert into image_build_log (image_version_id, log) values (?, ?)
                on conflict (image_version_id) do update set log = excluded.log""", imageVersionId, log);
    }

    Optional<String> log(String imageVersionId) {
        return database.find(
                "select log from image_build_log where image_version_id = ?", row -> row.text("log"), imageVersionId);
    }

    /** The version of this number or alias; the newest that is built when it says none. */
    Optional<ImageVersion> find(ImageReference reference) {
        if (reference.version().isEmpty()) {
            return database.find("""
                    select * from image_version where image_name = ? and status = 'CREATED'
                    order by version desc limit 1""", ImageVersionStore::version, reference.imageName());
        }
        return reference.number().isPresent()
                ? database.find(
                        "select * from image_version where image_name = ? and version = ?",
                        ImageVersionStore::version,
                        reference.imageName(),
                        reference.number().getAsInt())
                : database.find(
                        "select * from image_version where image_name = ? and ? = any (aliases)",
                        ImageVersionStore::version,
                        reference.imageName(),
                        reference.version());
    }

    Optional<ImageVersion> find(String imageVersionId) {
        return database.find(
                "select * from image_version where image_version_id = ?", ImageVersionStore::version, imageVersionId);
    }

    /** Keeps the version as it is until the transaction ends; empty when it is not built, or being deleted. */
    Optional<ImageVersion> lockForUse(String imageVersionId) {
        return database.find(
                "select * from image_version where image_version_id = ? and status = 'CREATED' for share",
                ImageVersionStore::version,
                imageVersionId);
    }

    /** Locks the version until the transaction ends: nobody starts to use it meanwhile. */
    Optional<ImageVersion> lock(String imageVersionId) {
        return database.find(
                "select * from image_version where image_version_id = ? for update",
                ImageVersionStore::version,
                imageVersionId);
    }

    List<ImageVersion> ofImage(String imageName) {
        return database.list(
                "select * from image_version where image_name = ? order by version",
                ImageVersionStore::version,
                imageName);
    }

    /** All of them, the oldest first. */
    List<ImageVersion> all() {
        return database.list("select * from image_version order by image_version_id", ImageVersionStore::version);
    }

    Page<ImageVersion> list(String imageName, ImageFilter filter, PageRequest page) {
        return filter.narrow(Listing.of("image_version").where("image_name = ?", imageName), "image_name")
                .whereGiven("status = ?", filter.status())
                .page(
                        database,
                        ImageVersionStore::version,
                        filter.order("version", "integer", "image_version_id"),
                        page,
                        version -> filter.value(
                                String.valueOf(version.version()), version.creationTime(), version.lastModifiedTime()),
                        ImageVersion::imageVersionId);
    }

    void remove(String imageVersionId) {
        database.update("delete from image_version where image_version_id = ? and status = 'DELETING'", imageVersionId);
    }

    /** Claims a version until the transaction ends; false when another worker has it. */
    boolean claim(String imageVersionId) {
        return database.find(
                        "select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as mine",
                        row -> row.flag("mine"),
                        imageVersionId)
                .orElseThrow();
    }

    private static ImageVersion version(Row row) throws SQLException {
        return new ImageVersion(
                row.text("image_version_id"),
                row.text("image_name"),
                row.integer("version"),
                row.text("base_image"),
                row.text("requirements"),
                row.texts("aliases"),
                row.text("release_notes"),
                ImageVersionState.of(row.text("status"), row.textOrNull("failure_reason")),
                row.time("creation_time"),
                row.time("last_modified_time"));
    }
}
