package dev.atelier.studio.home;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import dev.atelier.studio.audit.Audited;
import dev.atelier.studio.audit.AuditedType;
import dev.atelier.studio.store.Ids;
import dev.atelier.studio.store.Turns;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.Owners;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Uploads in parts: a connection that breaks, or a service that is restarted, costs what was on its way and nothing else. How far an
 * upload is says the part file, never a row. The file appears in the home directory when it is complete.
 */
@ApplicationScoped
public class UploadOperations {
    /** How long an upload to which nothing comes is kept. */
    static final Duration PATIENCE = Duration.ofHours(24);

    /** How many a user may have begun. */
    static final int MAX_OPEN = 20;

    private static final String COLUMNS =
            "upload_id, domain_id, user_profile_name, path, size_bytes, creation_time, last_write_time";

    private final Database database;
    private final HomeDirectories homes;
    private final HomeOperations files;
    private final HomeSize size;
    private final Owners owners;
    private final Turns turns;
    private final HomeConfig config;
    private final Clock clock;

    UploadOperations(
            Database database,
            HomeDirectories homes,
            HomeOperations files,
            HomeSize size,
            Owners owners,
            Turns turns,
            HomeConfig config,
            Clock clock) {
        this.database = database;
        this.homes = homes;
        this.files = files;
        this.size = size;
        this.owners = owners;
        this.turns = turns;
        this.config = config;
        this.clock = clock;
    }

    /** Begins an upload of a file of this many bytes. */
    @Transactional
    @Audited(value = "WriteFile", type = AuditedType.FILE, refusalsOnly = true)
    public HomeUpload create(Caller caller, Owner owner, String path, long sizeBytes) {
        owners.requireUse(caller, owner);
        long max = config.maxUploadSize().asLongValue();
        if (sizeBytes < 0) {
            throw AtelierException.invalid("sizeBytes", "must be the size of the file, 0 or more");
        }
        if (sizeBytes > max) {
            throw Upload.tooLarge(max);
        }
        owners.lockForUse(owner);
        deleteOld();
        try {
            size.require(owner, files.place(owner, path), sizeBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (list(caller, owner).size() >= MAX_OPEN) {
            throw new AtelierException(
                    ErrorCode.RESOURCE_LIMIT_EXCEEDED,
                    "There are %d uploads already; complete or delete one.".formatted(MAX_OPEN));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String id = "up-" + Ids.ordered(now);
        database.update(
                "insert into home_upload (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?)",
                id,
                owner.domainId(),
                owner.key(),
                path,
                sizeBytes,
                now,
                now);
        return new HomeUpload(id, owner, path, sizeBytes, 0, now, now.plus(PATIENCE));
    }

    /** The uploads of an owner that are not complete, {@link #MAX_OPEN} at most. */
    public List<HomeUpload> list(Caller caller, Owner owner) {
        owners.requireRead(caller, owner);
        return database.list(
                "select " + COLUMNS
                        + " from home_upload where domain_id = ? and user_profile_name = ? order by upload_id limit ?",
                this::read,
                owner.domainId(),
                owner.key(),
                MAX_OPEN);
    }

    /** An upload and how far it is. */
    public HomeUpload get(Caller caller, Owner owner, String uploadId) {
        owners.requireRead(caller, owner);
        return find(owner, uploadId);
    }

    private HomeUpload find(Owner owner, String uploadId) {
        return find(owner, uploadId, "");
    }

    private HomeUpload find(Owner owner, String uploadId, String lock) {
        return database.find(
                        "select " + COLUMNS
                                + " from home_upload where upload_id = ? and domain_id = ? and user_profile_name = ?"
                                + lock,
                        this::read,
                        uploadId,
                        owner.domainId(),
                        owner.key())
                .orElseThrow(() -> AtelierException.notFound("upload", uploadId));
    }

    /**
     * Adds bytes.
     *
     * @param offset where they begin; {@code CONFLICT} when that is not where the upload ends
     */
    public HomeUpload append(Caller caller, Owner owner, String uploadId, long offset, InputStream body) {
        owners.requireUse(caller, owner);
        HomeUpload upload = find(owner, uploadId);
        try {
            PartFiles.append(homes.part(uploadId), offset, upload.sizeBytes(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            database.update(
                    "update home_upload set last_write_time = ? where upload_id = ?",
                    clock.instant().truncatedTo(ChronoUnit.MICROS),
                    uploadId);
        }
        return find(owner, uploadId);
    }

    /** Puts the file in its place; {@code CONFLICT} while bytes are missing. Whoever asks again meanwhile waits, and finds it done. */
    @Transactional
    public FileInfo complete(Caller caller, Owner owner, String uploadId) {
        turns.await("uploads of " + owner);
        owners.requireUse(caller, owner);
        HomeUpload upload = find(owner, uploadId, " for update");
        if (upload.offset() != upload.sizeBytes()) {
            throw AtelierException.conflict("%d of %d bytes have arrived; the upload is not complete."
                    .formatted(upload.offset(), upload.sizeBytes()));
        }
        try {
            Path part = homes.part(uploadId);
            if (upload.sizeBytes() == 0 && !Files.exists(part)) {
                Files.createFile(part);
            }
            FileInfo file = files.put(caller, owner, upload.path(), part);
            database.update("delete from home_upload where upload_id = ?", uploadId);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives an upload up; deleting what is gone does nothing. */
    public void delete(Caller caller, Owner owner, String uploadId) {
        owners.requireUse(caller, owner);
        int deleted = database.update(
                "delete from home_upload where upload_id = ? and domain_id = ? and user_profile_name = ?",
                uploadId,
                owner.domainId(),
                owner.key());
        if (deleted > 0) {
            deletePart(uploadId);
        }
    }

    private void deleteOld() {
        database.list(
                        "delete from home_upload where last_write_time < ? returning upload_id",
                        row -> row.text("upload_id"),
                        clock.instant().minus(PATIENCE))
                .forEach(this::deletePart);
        deleteLeft();
    }

    /** What has arrived of uploads whose rows went with their owners. A part never comes before its row. */
    private void deleteLeft() {
        try {
            Set<String> left = new HashSet<>(homes.parts());
            if (!left.isEmpty()) {
                database.list("select upload_id from home_upload", row -> row.text("upload_id"))
                        .forEach(left::remove);
                left.forEach(this::deletePart);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deletePart(String uploadId) {
        try {
            Files.deleteIfExists(homes.part(uploadId));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HomeUpload read(Row row) throws SQLException {
        String id = row.text("upload_id");
        try {
            return new HomeUpload(
                    id,
                    Owner.ofKey(row.text("domain_id"), row.text("user_profile_name")),
                    row.text("path"),
                    row.number("size_bytes"),
                    PartFiles.size(homes.part(id)),
                    row.time("creation_time"),
                    row.time("last_write_time").plus(PATIENCE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
