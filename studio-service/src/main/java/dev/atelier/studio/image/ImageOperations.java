package dev.atelier.studio.image;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.idempotency.Idempotency;
import dev.atelier.studio.audit.Audited;
import dev.atelier.studio.audit.AuditedType;
import dev.atelier.studio.reconcile.ReconcileLoop;
import dev.atelier.studio.tenancy.Names;
import dev.atelier.studio.tenancy.SettingsUses;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What can be done with own images. Everybody reads and uses them; making, changing and deleting them is for administrators. */
@ApplicationScoped
public class ImageOperations {
    private final ImageStore store;
    private final ImageVersionStore versions;
    private final ImageUses uses;
    private final SettingsUses settings;
    private final Idempotency idempotency;
    private final ReconcileLoop loop;
    private final Clock clock;

    ImageOperations(
            ImageStore store,
            ImageVersionStore versions,
            ImageUses uses,
            SettingsUses settings,
            Idempotency idempotency,
            ReconcileLoop loop,
            Clock clock) {
        this.store = store;
        this.versions = versions;
        this.uses = uses;
        this.settings = settings;
        this.idempotency = idempotency;
        this.loop = loop;
        this.clock = clock;
    }

    /** Makes an image without versions. */
    @Transactional
    @Audited(value = "CreateImage", type = AuditedType.IMAGE)
    public OwnImage create(Caller caller, NewImage request, @Nullable String idempotencyKey) {
        caller.requireAdmin();
        String name =
                idempotency.once(caller, "CreateImage", idempotencyKey, request, String.class, () -> insert(request));
        return require(name);
    }

    private String insert(NewImage request) {
        String displayName = request.displayName().isEmpty() ? request.imageName() : request.displayName();
        new ImageFields()
                .imageName("imageName", request.imageName())
                .displayName("displayName", displayName)
                .description("description", request.description())
                .check();
        checkRest(request.executionRole(), request.tags());
        if (ShippedImages.isShipped(request.imageName())) {
            throw AtelierException.alreadyExists("image", request.imageName());
        }
        Instant now = now();
        OwnImage image = new OwnImage(
                request.imageName(),
                displayName,
                request.description(),
                request.executionRole(),
                request.tags(),
                new ImageState.Created(),
                null,
                now,
                now);
        if (!store.insert(image)) {
            throw AtelierException.alreadyExists("image", request.imageName());
        }
        return image.imageName();
    }

    /** The image. */
    public OwnImage get(Caller caller, String imageName) {
        return require(imageName);
    }

    /** The image, if it is an own one. */
    public Optional<OwnImage> find(String imageName) {
        return store.find(imageName);
    }

    /** Own images in the order asked for. */
    public Page<OwnImage> list(Caller caller, ImageFilter filter, PageRequest page) {
        return store.list(filter, page);
    }

    /** All own images by name. */
    public List<OwnImage> all() {
        return store.all();
    }

    /** Changes what an image is called and said to be. */
    @Transactional
    @Audited(value = "UpdateImage", type = AuditedType.IMAGE)
    public OwnImage update(Caller caller, String imageName, ImageChange change) {
        caller.requireAdmin();
        return change(lock(imageName), change);
    }

    private OwnImage change(OwnImage image, ImageChange change) {
        String imageName = image.imageName();
        String displayName = Objects.requireNonNullElse(change.displayName(), image.displayName());
        String description = Objects.requireNonNullElse(change.description(), image.description());
        String role = Objects.requireNonNullElse(change.executionRole(), image.executionRole());
        Map<String, String> tags = Objects.requireNonNullElse(change.tags(), image.tags());
        String shown = displayName.isEmpty() ? imageName : displayName;
        new ImageFields()
                .displayName("displayName", shown)
                .description("description", description)
                .check();
        checkRest(role, tags);
        store.update(new OwnImage(
                imageName,
                shown,
                description,
                role,
                tags,
                image.state(),
                image.latestVersion(),
                image.creationTime(),
                now()));
        return require(imageName);
    }

    /** Changes the tags of an image from what they are. */
    @Transactional
    @Audited(value = "UpdateImage", type = AuditedType.IMAGE)
    public OwnImage tag(Caller caller, String imageName, UnaryOperator<Map<String, String>> change) {
        caller.requireAdmin();
        OwnImage image = lock(imageName);
        return change(image, new ImageChange(null, null, null, change.apply(image.tags())));
    }

    /**
     * Deletes an image with all its versions, as SageMaker does. Refused with {@code RESOURCE_IN_USE} while a live app runs on one of
     * them or settings name the image. Deleting what is gone does nothing.
     */
    @Transactional
    @Audited(value = "DeleteImage", type = AuditedType.IMAGE)
    public void delete(Caller caller, String imageName) {
        caller.requireAdmin();
        store.lock(imageName).ifPresent(image -> {
            for (ImageVersion version : versions.ofImage(imageName)) {
                ImageVersion locked = versions.lock(version.imageVersionId()).orElse(version);
                refuseUsed(uses, locked);
                versions.move(locked, locked.state().deleting());
            }
            refuseNamed(imageName);
            store.update(new OwnImage(
                    imageName,
                    image.displayName(),
                    image.description(),
                    image.executionRole(),
                    image.tags(),
                    image.state().deleting(),
                    image.latestVersion(),
                    image.creationTime(),
                    now()));
            loop.wakeAfterCommit();
        });
    }

    static void refuseUsed(ImageUses uses, ImageVersion version) {
        List<String> apps = uses.apps(version.reference());
        if (!apps.isEmpty()) {
            throw AtelierException.inUse("The image version '%s' is in use by the app(s) %s; delete them first."
                    .formatted(version.reference(), String.join(", ", apps)));
        }
    }

    private void refuseNamed(String imageName) {
        List<String> named = settings.ofImage(imageName);
        if (!named.isEmpty()) {
            throw AtelierException.inUse("The image '%s' is in the settings of %s; take it out of them first."
                    .formatted(imageName, String.join(", ", named)));
        }
    }

    private static void checkRest(String role, Map<String, String> tags) {
        new Names().role("executionRole", role).tags("tags", tags).check();
    }

    private OwnImage lock(String imageName) {
        return store.lock(imageName).orElseThrow(() -> AtelierException.notFound("image", imageName));
    }

    private OwnImage require(String imageName) {
        return store.find(imageName).orElseThrow(() -> AtelierException.notFound("image", imageName));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
