package dev.atelier.studio.home;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.PathPart;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Downloads with entity tags and ranges, so that one that broke off goes on where it was. */
final class Downloads {
    private Downloads() {}

    static RestResponse<PathPart> answer(
            Path file, @Nullable String range, @Nullable String ifRange, @Nullable String ifNoneMatch) {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long size = attributes.size();
        String tag = "\"%x-%x\"".formatted(size, attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS));
        if (ifNoneMatch != null
                && (ifNoneMatch.contains(tag) || ifNoneMatch.strip().equals("*"))) {
            return head(RestResponse.Status.NOT_MODIFIED.getStatusCode(), tag).build();
        }
        boolean whole = ifRange != null && !ifRange.strip().equals(tag);
        return switch (ByteRange.of(whole ? null : range, size)) {
            case ByteRange.Whole() ->
                body(200, tag).entity(new PathPart(file, 0, size)).build();
            case ByteRange.Part(long offset, long length) ->
                body(206, tag)
                        .header("Content-Range", "bytes %d-%d/%d".formatted(offset, offset + length - 1, size))
                        .entity(new PathPart(file, offset, length))
                        .build();
            case ByteRange.Unsatisfiable() ->
                head(416, tag).header("Content-Range", "bytes */" + size).build();
        };
    }

    private static RestResponse.ResponseBuilder<PathPart> body(int status, String tag) {
        return head(status, tag)
                .type(MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment");
    }

    private static RestResponse.ResponseBuilder<PathPart> head(int status, String tag) {
        return RestResponse.ResponseBuilder.<PathPart>create(status)
                .header("Accept-Ranges", "bytes")
                .header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header("X-Content-Type-Options", "nosniff");
    }
}
