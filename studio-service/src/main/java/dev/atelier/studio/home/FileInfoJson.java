package dev.atelier.studio.home;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

@RegisterForReflection
@Schema(name = "FileInfo")
record FileInfoJson(String path, boolean directory, long sizeBytes, Instant modificationTime) {
    static FileInfoJson of(FileInfo info) {
        return new FileInfoJson(info.path(), info.directory(), info.sizeBytes(), info.modificationTime());
    }
}
