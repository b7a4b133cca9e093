package dev.atelier.studio.image;

import dev.atelier.studio.engine.ComputeEngine;
import dev.atelier.studio.engine.ImageBuild;
import dev.atelier.studio.engine.ImageBuildSpec;
import dev.atelier.studio.engine.ImageBuilds;
import dev.atelier.studio.reconcile.Reconciler;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/**
 * Has the environments of image versions built and taken away. Each version is worked on by itself, under a claim that no other worker
 * has; its row is locked only to record what the engine said. Killed at any point, the next life goes on: what was not finished is
 * built again.
 */
@ApplicationScoped
class ImageBuilder implements Reconciler {
    private static final Logger LOG = Logger.getLogger(ImageBuilder.class);
    private static final int CLAIM_SECONDS = 300;
    /** Each holds a database connection while it works. */
    private static final int WORKERS = 2;

    private final ImageVersionStore versions;
    private final ImageStore images;
    private final ComputeEngine engine;
    private final Set<String> working = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers = Executors.newFixedThreadPool(
            WORKERS, Thread.ofVirtual().name("images-", 0).factory());

    ImageBuilder(ImageVersionStore versions, ImageStore images, ComputeEngine engine) {
        this.versions = versions;
        this.images = images;
        this.engine = engine;
    }

    /** A build takes its time: looking once a second is enough. */
    @Override
    public boolean reconcile() {
        engine.imageBuilds().ifPresent(builds -> {
            for (ImageVersion version : versions.all()) {
                drive(version, builds);
            }
            images.purge();
        });
        return false;
    }

    private void drive(ImageVersion seen, ImageBuilds builds) {
        switch (seen.state()) {
            case ImageVersionState.Creating _, ImageVersionState.Deleting _ -> work(seen.imageVersionId(), builds);
            case ImageVersionState.Created _ -> {
                if (!builds.built(seen.imageVersionId())) {
                    work(seen.imageVersionId(), builds);
                }
            }
            case ImageVersionState.CreateFailed _ -> {}
        }
    }

    private void step(ImageVersion version, ImageBuilds builds) {
        switch (version.state()) {
            case ImageVersionState.Creating creating -> build(version, creating, builds);
            case ImageVersionState.Created created -> rebuild(version, created, builds);
            case ImageVersionState.Deleting _ -> {
                if (builds.remove(version.imageVersionId())) {
                    versions.remove(version.imageVersionId());
                }
            }
            case ImageVersionState.CreateFailed _ -> {}
        }
    }

    private void build(ImageVersion version, ImageVersionState.Creating creating, ImageBuilds builds) {
        String id = version.imageVersionId();
        switch (builds.ensure(new ImageBuildSpec(id, version.baseImage(), version.requirements()))) {
            case ImageBuild.Building _ -> {}
            case ImageBuild.Built _ -> record(version, creating.created(), builds.log(id));
            case ImageBuild.Failed failed -> {
                // what failed is gone before it is called failed: killed in between, the next life finds out again
                String log = builds.log(id);
                if (builds.remove(id)) {
                    record(version, creating.fail(failed.reason()), log);
                }
            }
        }
    }

    /** Somebody took the environment away, or the shipped one below it was renewed. */
    private void rebuild(ImageVersion version, ImageVersionState.Created created, ImageBuilds builds) {
        String id = version.imageVersionId();
        if (!builds.built(id) && builds.remove(id)) {
            LOG.warnf("The environment of the image version %s is lost; it is built again", version.reference());
            versions.move(version, created.rebuild());
        }
    }

    private void record(ImageVersion version, ImageVersionState next, String log) {
        if (versions.move(version, next)) {
            versions.writeLog(version.imageVersionId(), log);
            LOG.infof("Image version %s: status=%s", version.reference(), next.status());
        }
    }

    private void work(String imageVersionId, ImageBuilds builds) {
        if (!working.add(imageVersionId)) {
            return;
        }
        try {
            workers.execute(() -> claimed(imageVersionId, builds));
        } catch (RejectedExecutionException _) {
            working.remove(imageVersionId);
        }
    }

    private void claimed(String imageVersionId, ImageBuilds builds) {
        try {
            QuarkusTransaction.requiringNew().timeout(CLAIM_SECONDS).run(() -> {
                if (versions.claim(imageVersionId)) {
                    versions.find(imageVersionId).ifPresent(version -> step(version, builds));
                }
            });
        } catch (RuntimeException e) {
            LOG.errorf(e, "A step for the image version %s failed; it is tried again", imageVersionId);
        } finally {
            working.remove(imageVersionId);
        }
    }

    @PreDestroy
    void close() {
        workers.shutdown();
    }
}
