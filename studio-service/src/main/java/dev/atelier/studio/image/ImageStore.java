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

/** The rows of own images. */
@ApplicationScoped
class ImageStore {
    private static final String WITH_LATEST = """
            (select i.*, (select max(v.version) from image_version v
                          where v.image_name = i.image_name and v.status = 'CREATED') as latest_version
             from image i) image_with_latest""";

    private final Database database;

    ImageStore(Database database) {
        this.database = database;
    }

    /** False when the name is taken. */
    boolean insert(OwnImage image) {
        return database.update(
                        """
                insert into image (image_name, display_name, description, execution_role, tags, status, creation_time,
                                   last_modified_time)
                values (?, ?, ?, ?, ?::jsonb, ?, ?, ?)
                on conflict do nothing""",
                        image.imageName(),
                        image.displayName(),
                        image.description(),
                        image.executionRole(),
                        database.tagsJson(image.tags()),
                        image.state().status(),
                        image.creationTime(),
                        image.lastModifiedTime())
                == 1;
    }

    /** Writes what can be changed. */
    void update(OwnImage image) {
        database.update(
                """
                update image set display_name = ?, description = ?, execution_role = ?, tags = ?::jsonb, status = ?,
                                 last_modified_time = ?
                where image_name = ?""",
                image.displayName(),
                image.description(),
                image.executionRole(),
                database.tagsJson(image.tags()),
                image.state().status(),
                image.lastModifiedTime(),
                image.imageName());
    }

    Optional<OwnImage> find(String imageName) {
        return database.find("select * from " + WITH_LATEST + " where image_name = ?", ImageStore::image, imageName);
    }

    /** Locks the image until the transaction ends: nobody makes, names or deletes a version of it meanwhile. */
    Optional<OwnImage> lock(String imageName) {
        return database.find(
                        "select image_name from image where image_name = ? for update",
                        row -> row.text("image_name"),
                        imageName)
                .flatMap(this::find);
    }

    /** Keeps the image until the transaction ends; empty when there is none, or it is being deleted. */
    Optional<OwnImage> lockForUse(String imageName) {
        return database.find(
                        "select image_name from image where image_name = ? and status = 'CREATED' for share",
                        row -> row.text("image_name"),
                        imageName)
                .flatMap(this::find);
    }

    /** The number of the next version of a locked image. */
    int nextVersion(String imageName) {
        return database.find(
                        "update image set last_version = last_version + 1 where image_name = ? returning last_version",
                        row -> row.integer("last_version"),
                        imageName)
                .orElseThrow();
    }

    /** All of them by name. */
    List<OwnImage> all() {
        return database.list("select * from " + WITH_LATEST + " order by image_name", ImageStore::image);
    }

    Page<OwnImage> list(ImageFilter filter, PageRequest page) {
        return filter.narrow(Listing.of(WITH_LATEST), "image_name")
                .whereGiven("status = ?", filter.status())
                .page(
                        database,
                        ImageStore::image,
                        filter.order("image_name", "text", "image_name"),
                        page,
                        image -> filter.value(image.imageName(), image.creationTime(), image.lastModifiedTime()),
                        OwnImage::imageName);
    }

    /** Takes away the images that are being deleted and have no version left. */
    void purge() {
        database.update("""
                delete from image i where status = 'DELETING'
                  and not exists (select from image_version v where v.image_name = i.image_name)""");
    }

    private static OwnImage image(Row row) throws SQLException {
        int latest = row.integer("latest_version");
        return new OwnImage(
                row.text("image_name"),
                row.text("display_name"),
                row.text("description"),
                row.text("execution_role"),
                row.tags("tags"),
                ImageState.of(row.text("status")),
                latest == 0 ? null : latest,
                row.time("creation_time"),
                row.time("last_modified_time"));
    }
}
