package dev.atelier.autopilot.service.transform;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.engine.Trees;
import dev.atelier.autopilot.service.usage.Listing;
import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.Owners;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be done with batch transforms, but making one: that is {@link TransformCreation}. */
@ApplicationScoped
public class TransformService {
    static final String KIND = "transform job";

    private final TransformRepository transforms;
    private final Directories directories;
    private final Owners owners;
    private final TransformReconciler reconciler;

    TransformService(
            TransformRepository transforms, Directories directories, Owners owners, TransformReconciler reconciler) {
        this.transforms = transforms;
        this.directories = directories;
        this.owners = owners;
        this.reconciler = reconciler;
    }

    /** The transform, when the caller may see it. */
    public Transform get(Caller caller, String name) {
        return find(name)
                .filter(transform -> caller.sees(
                        transform.owner().domainId(), transform.owner().userProfileName()))
                .orElseThrow(() -> AtelierException.notFound(KIND, name));
    }

    /** The transforms of a profile or, for those who see everything, of all; the newest first. */
    public Page<Transform> list(
            Caller caller, @Nullable String domainId, @Nullable String userProfileName, PageRequest page) {
        Owners.Scope scope = owners.scope(caller, domainId, userProfileName);
        List<Transform> found = QuarkusTransaction.requiringNew()
                .call(() -> transforms.page(scope, page).stream()
                        .map(TransformEntity::toTransform)
                        .toList());
        return Page.of(found, page, Transform::id);
    }

    /** Transforms that the caller may see. */
    public Page<Transform> list(Caller caller, Listing listing, PageRequest page) {
        Owners.Scope scope = owners.scope(caller, null, null);
        List<Transform> found = QuarkusTransaction.requiringNew()
                .call(() -> transforms.page(scope, listing, page).stream()
                        .map(TransformEntity::toTransform)
                        .toList());
        return Page.of(
                found,
                page,
                transform -> listing.token(new Listing.Place(
                        transform.id(), transform.name(), transform.state().label(), transform.lastModifiedTime())));
    }

    /** Ends it. Stopping what has ended or is being stopped does nothing. */
    public Transform stop(Caller caller, String name) {
        Transform transform = owned(caller, name);
        QuarkusTransaction.requiringNew()
                .run(() -> transforms.lock(transform.id()).ifPresent(row -> {
                    if (row.state() instanceof TransformState.InProgress state) {
                        row.write(state.stop());
                    }
                }));
        reconciler.wake();
        return get(caller, name);
    }

    /**
     * The predictions, a row for each row of the table, with a header.
     *
     * @throws AtelierException NOT_READY while it works, CONFLICT when it has none
     */
    public Path output(Caller caller, String name) {
        Transform transform = get(caller, name);
        return switch (transform.state()) {
            case TransformState.Completed _ ->
                directories.transform(transform.id()).resolve("output.csv");
            case TransformState.InProgress _, TransformState.Stopping _ ->
                throw AtelierException.notReady("The transform '%s' has not ended.".formatted(name));
            case TransformState.Failed _, TransformState.Stopped _ ->
                throw AtelierException.conflict("The transform '%s' has no output: it is %s."
                        .formatted(name, transform.state().label()));
        };
    }

    /**
     * Removes a transform that has ended, with its output. Removing what is not there, or is another's, does nothing.
     *
     * @throws AtelierException RESOURCE_IN_USE while it has not ended
     */
    public void delete(Caller caller, String name) {
        if (find(name)
                .filter(transform -> caller.sees(
                        transform.owner().domainId(), transform.owner().userProfileName()))
                .isEmpty()) {
            return;
        }
        Transform transform = owned(caller, name);
        QuarkusTransaction.requiringNew()
                .run(() -> transforms.lock(transform.id()).ifPresent(row -> {
                    if (!(row.state() instanceof TransformState.Ended)) {
                        throw new AtelierException(
                                ErrorCode.RESOURCE_IN_USE,
                                "The transform '%s' has not ended: stop it first.".formatted(name));
                    }
                    transforms.delete(row);
                }));
        Trees.delete(directories.transform(transform.id()));
    }

    private Transform owned(Caller caller, String name) {
        Transform transform = get(caller, name);
        Owner owner = transform.owner();
        caller.requireProfile(owner.domainId(), owner.userProfileName());
        return transform;
    }

    private Optional<Transform> find(String name) {
        return QuarkusTransaction.requiringNew()
                .call(() -> transforms.named(name).map(TransformEntity::toTransform));
    }
}
