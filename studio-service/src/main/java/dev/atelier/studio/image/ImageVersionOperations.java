package dev.atelier.studio.image;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.idempotency.Idempotency;
import dev.atelier.studio.audit.Audited;
import dev.atelier.studio.audit.AuditedType;
import dev.atelier.studio.engine.ComputeEngine;
import dev.atelier.studio.engine.ImageBuilds;
import dev.atelier.studio.reconcile.ReconcileLoop;
import dev.atelier.studio.store.Ids;
import dev.atelier.studio.tenancy.SettingsUses;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be done with image versions. Everybody reads and uses them; the rest is for administrators. */
@ApplicationScoped
public class ImageVersionOperations {
    private final ImageVersionStore store;
    private final ImageStore images;
    private final ImageUses uses;
    private final SettingsUses settings;
    private final ComputeEngine engine;
    private final Idempotency idempotency;
    private final ReconcileLoop loop;
    private final Clock clock;

    ImageVersionOperations(
            ImageVersionStore store,
            ImageStore images,
            ImageUses uses,
            SettingsUses settings,
            ComputeEngine engine,
            Idempotency idempotency,
            ReconcileLoop loop,
            Clock clock) {
        this.store = store;
        this.images = images;
        this.uses = uses;
        this.settings = settings;
        this.engine = engine;
        this.idempotency = idempotency;
        this.loop = loop;
        this.clock = clock;
    }

    /** Makes the next version of an image, {@code CREATING} at first: its environment is built meanwhile. */
    @Transactional
    @Audited(value = "CreateImageVersion", type = AuditedType.IMAGE_VERSION)
    public ImageVersion create(Caller caller, NewImageVersion request, @Nullable String idempotencyKey) {
        caller.requireAdmin();
        String id = idempotency.once(
                caller, "CreateImageVersion", idempotencyKey, request, String.class, () -> insert(request));
        return store.find(id).orElseThrow(() -> AtelierException.notFound("image version", id));
    }

    private String insert(NewImageVersion request) {
        new ImageFields()
                .requirements("requirements", request.requirements())
                .aliases("aliases", request.aliases())
                .releaseNotes("releaseNotes", request.releaseNotes())
                .check();
        String base = request.baseImage().isEmpty() ? ImageCatalog.DEFAULT_IMAGE : request.baseImage();
        ImageBuilds builds = engine.imageBuilds()
                .orElseThrow(() -> AtelierException.invalid(
                        "requirements", "the engine '%s' builds no images from requirements".formatted(engine.name())));
        if (!builds.buildsOn(base)) {
            throw new AtelierException(
                    ErrorCode.UNKNOWN_IMAGE, "baseImage: there is no shipped image '%s' to build on.".formatted(base));
        }
        OwnImage image = lock(request.imageName());
        if (!(image.state() instanceof ImageState.Created)) {
            throw AtelierException.inUse("The image '%s' is being deleted.".formatted(image.imageName()));
        }
        free(image.imageName(), request.aliases(), "");
        Instant now = now();
        ImageVersion version = new ImageVersion(
                "image-" + Ids.ordered(now),
                image.imageName(),
                images.nextVersion(image.imageName()),
                base,
                request.requirements(),
                request.aliases(),
                request.releaseNotes(),
                new ImageVersionState.Creating(),
                now,
                now);
        store.insert(version);
        loop.wakeAfterCommit();
        return version.imageVersionId();
    }

    /** The version of this number or alias; the newest, built or not, when it says none. */
    public ImageVersion get(Caller caller, ImageReference reference) {
        return require(reference);
    }

    /** The versions of an image in the order asked for. */
    public Page<ImageVersion> list(Caller caller, String imageName, ImageFilter filter, PageRequest page) {
        requireImage(imageName);
        return store.list(imageName, filter, page);
    }

    /** What the build of the version has said, so far or in the end; the end of it when it is long. */
    public String buildLog(Caller caller, ImageReference reference) {
        ImageVersion version = require(reference);
        return store.log(version.imageVersionId())
                .orElseGet(() -> engine.imageBuilds()
                        .map(builds -> builds.log(version.imageVersionId()))
                        .orElse(""));
    }

    /** Gives the version other names or notes. */
    @Transactional
    @Audited(value = "UpdateImageVersion", type = AuditedType.IMAGE_VERSION)
    public ImageVersion update(Caller caller, ImageReference reference, ImageVersionChange change) {
        caller.requireAdmin();
        lock(reference.imageName());
        ImageVersion version = require(reference);
        List<String> aliases = new ArrayList<>(version.aliases());
        aliases.removeAll(change.aliasesToDelete());
        change.aliasesToAdd().stream().filter(alias -> !aliases.contains(alias)).forEach(aliases::add);
        String notes = Objects.requireNonNullElse(change.releaseNotes(), version.releaseNotes());
        new ImageFields()
                .aliases("aliases", aliases)
                .releaseNotes("releaseNotes", notes)
                .check();
        free(version.imageName(), aliases, version.imageVersionId());
        ImageVersion changed = new ImageVersion(
                version.imageVersionId(),
                version.imageName(),
                version.version(),
                version.baseImage(),
                version.requirements(),
                aliases,
                notes,
                version.state(),
                version.creationTime(),
                now());
        store.update(changed);
        return changed;
    }

    /**
     * Deletes a version. Refused with {@code RESOURCE_IN_USE} while a live app runs on it or settings name exactly it. Deleting what
     * is gone does nothing.
     */
    @Transactional
    @Audited(value = "DeleteImageVersion", type = AuditedType.IMAGE_VERSION)
    public void delete(Caller caller, ImageReference reference) {
        caller.requireAdmin();
        images.lock(reference.imageName())
                .flatMap(_ -> named(reference))
                .flatMap(found -> store.lock(found.imageVersionId()))
                .ifPresent(version -> {
                    ImageOperations.refuseUsed(uses, version);
                    refuseNamed(version);
                    store.move(version, version.state().deleting());
                    loop.wakeAfterCommit();
                });
    }

    private void refuseNamed(ImageVersion version) {
        List<String> named = settings.ofImageVersion(version.imageName(), version.version(), version.aliases());
        if (!named.isEmpty()) {
            throw AtelierException.inUse("The image version '%s' is in the settings of %s; take it out of them first."
                    .formatted(version.reference(), String.join(", ", named)));
        }
    }

    /** Refuses aliases that other versions of the image have. */
    private void free(String imageName, List<String> aliases, String exceptId) {
        for (ImageVersion other : store.ofImage(imageName)) {
            for (String alias : aliases) {
                if (other.aliases().contains(alias) && !other.imageVersionId().equals(exceptId)) {
                    throw AtelierException.inUse("The alias '%s' names the version '%s'; take it from that one first."
                            .formatted(alias, other.reference()));
                }
            }
        }
    }

    private ImageVersion require(ImageReference reference) {
        return named(reference).orElseThrow(() -> AtelierException.notFound("image version", reference.toString()));
    }

    private Optional<ImageVersion> named(ImageReference reference) {
        return reference.version().isEmpty()
                ? store.ofImage(reference.imageName()).stream().reduce((_, last) -> last)
                : store.find(reference);
    }

    private void requireImage(String imageName) {
        if (images.find(imageName).isEmpty()) {
            throw AtelierException.notFound("image", imageName);
        }
    }

    private OwnImage lock(String imageName) {
        return images.lock(imageName).orElseThrow(() -> AtelierException.notFound("image", imageName));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
