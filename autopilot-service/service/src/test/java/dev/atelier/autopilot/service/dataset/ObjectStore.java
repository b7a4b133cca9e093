package dev.atelier.autopilot.service.dataset;

import com.robothy.s3.rest.LocalS3;
import com.robothy.s3.rest.bootstrap.LocalS3Mode;
import dev.atelier.autopilot.service.engine.Trees;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 server in this process, and a directory of tables that everybody may read, as the service is configured for. */
public final class ObjectStore implements QuarkusTestResourceLifecycleManager {
    /** Where a test wants it. */
    @Target(ElementType.FIELD)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Injected {}

    private static final String BUCKET = "tables";
    private static final String KEY = "key";
    private static final String SECRET = "secret";

    private @Nullable LocalS3 server;
    private @Nullable Path shared;

    @Override
    public Map<String, String> start() {
        try {
            shared = Files.createTempDirectory("atelier-shared-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = LocalS3.builder().port(-1).mode(LocalS3Mode.IN_MEMORY).build();
        server.start();
        client().createBucket(request -> request.bucket(BUCKET));
        return Map.of(
                "quarkus.s3.endpoint-override",
                address().toString(),
                "quarkus.s3.aws.credentials.type",
                "static",
                "quarkus.s3.aws.credentials.static-provider.access-key-id",
                KEY,
                "quarkus.s3.aws.credentials.static-provider.secret-access-key",
                SECRET,
                "atelier.autopilot.input.s3-locations",
                "s3://tables/shared,s3://tables/homes/{userProfileName}",
                "atelier.autopilot.input.file-roots",
                shared + "/all," + shared + "/{domainId}/{userProfileName}");
    }

    @Override
    public void stop() {
        if (server != null) {
            server.shutdown();
        }
        if (shared != null) {
            Trees.delete(shared);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.Annotated(Injected.class));
    }

    /** Puts an object into the bucket "tables". */
    public void put(String key, byte[] content) {
        client().putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(content));
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + Objects.requireNonNull(server).getPort());
    }

    /** This server takes neither chunks nor trailing checksums, which the SDK sends by default. */
    private S3Client client() {
        return S3Client.builder()
                .endpointOverride(address())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET)))
                .httpClient(UrlConnectionHttpClient.create())
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false))
                .build();
    }

    /** Above {@code all} and the directories of users. */
    public Path shared() {
        return Objects.requireNonNull(shared);
    }
}
