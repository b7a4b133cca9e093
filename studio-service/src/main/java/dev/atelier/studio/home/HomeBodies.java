package dev.atelier.studio.home;

import dev.atelier.api.error.AtelierException;
import dev.atelier.platform.body.LargeBody;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/** Files and parts of files that are written to home directories, by any owner's path. */
@Singleton
class HomeBodies implements LargeBody {
    private static final Pattern FILE = Pattern.compile("/api/v1/domains/.+/home/files/.+");
    private static final Pattern PART = Pattern.compile("/api/v1/domains/.+/home/uploads/[^/:]+");

    private final long maxSize;

    HomeBodies(HomeConfig config) {
        this.maxSize = Math.max(
                config.maxFileSize().asLongValue(), config.maxUploadSize().asLongValue());
    }

    @Override
    public boolean is(HttpMethod method, String path) {
        return (HttpMethod.PUT.equals(method) && FILE.matcher(path).matches())
                || (HttpMethod.PATCH.equals(method) && PART.matcher(path).matches());
    }

    @Override
    public long limit() {
        return maxSize;
    }

    @Override
    public AtelierException tooLarge() {
        return Upload.tooLarge(maxSize);
    }
}
