package dev.atelier.autopilot.service.support;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings of this service. */
@ConfigMapping(prefix = "atelier.autopilot")
public interface AutopilotConfig {
    /** Where callers reach the REST API of this service; AWS clients are told places of artefacts below it. */
    @WithDefault("${atelier.public-url:http://127.0.0.1:8701}")
    URI publicUrl();

    /** The largest data set that is taken, uncompressed. */
    @WithDefault("512M")
    MemorySize maxUploadSize();

    /** How many rows with a target a job needs. */
    @WithDefault("1000")
    int minRows();

    /** How often the reconcilers look at everything that is not finished; they are also woken by what they wait for. */
    @WithDefault("1s")
    Duration reconcileInterval();

    /** How often a stream of events without events says that it is alive. */
    @WithDefault("15s")
    Duration eventsKeepAlive();

    /** Where tables may be read from that nobody uploads. */
    Input input();

    /** How much a user may have at once. */
    Limits limits();

    /** How worker processes are started. */
    Worker worker();

    /** Limits of the local engine. */
    Local local();

    /** Endpoints. */
    Endpoint endpoint();

    /**
     * Where tables may be read from; nothing unless set. {@code {domainId}} and {@code {userProfileName}} stand for those of the
     * owner.
     */
    interface Input {
        /** Directories for {@code file:} inputs, in local mode, for example {@code /data/shared}. */
        Optional<List<String>> fileRoots();

        /** Locations for {@code s3://} inputs, for example {@code s3://tables/{domainId}/}. */
        Optional<List<String>> s3Locations();
    }

    /** How much a user may have at once. */
    interface Limits {
        /** Jobs that have not ended, those that wait included. */
        @WithDefault("20")
        int jobsPerUser();

        /** Endpoints that are not deleted. */
        @WithDefault("10")
        int endpointsPerUser();

        /** Models: candidates under names of their own. */
        @WithDefault("200")
        int modelsPerUser();

        /** Configurations of endpoints. */
        @WithDefault("200")
        int endpointConfigsPerUser();

        /** Monitors. */
        @WithDefault("20")
        int monitorsPerUser();
    }

    /** The worker program. */
    interface Worker {
        /** The worker's jar. */
        @WithDefault("../worker/target/atelier-worker.jar")
        Path jar();

        /** The java executable that runs it. */
        @WithDefault("java")
        String java();

        /** The heap of a worker that profiles, trains or assembles, as the JVM's {@code -Xmx} has it. */
        @WithDefault("2g")
        String heap();

        /** The heap of a worker that serves an endpoint. */
        @WithDefault("512m")
        String serveHeap();
    }

    /** Limits of the local engine. */
    interface Local {
        /** How many cores jobs may use together; the machine's processors unless set. */
        OptionalInt cores();

        /** How many cores one trial uses; at most {@link #cores}. */
        @WithDefault("2")
        int threadsPerTrial();
    }

    /** Endpoints. */
    interface Endpoint {
        /** How long a worker may take until it answers. */
        @WithDefault("60s")
        Duration startTimeout();

        /** How often a worker that died is started again before the endpoint fails. */
        @WithDefault("5")
        int maxRestarts();

        /** The wait before the first restart; it doubles with each one. */
        @WithDefault("1s")
        Duration restartBackoff();

        /** How long a worker that takes no new requests any more is kept for those that are on their way. */
        @WithDefault("3s")
        Duration drain();

        /** How long a worker must be without a request until billing is told that it has been idle since the last one. */
        @WithDefault("15M")
        Duration idleAfter();

        /** The time after which billing is told how much a worker had in use at most; for its end it is told anyway. */
        @WithDefault("1H")
        Duration peakInterval();

        /** How much captured data an endpoint may keep; what comes then is not captured. */
        @WithDefault("256M")
        MemorySize maxCapture();

        /** How long an invocation may take. */
        @WithDefault("60s")
        Duration invocationTimeout();
    }
}
