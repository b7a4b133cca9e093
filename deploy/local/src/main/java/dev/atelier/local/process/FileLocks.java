package dev.atelier.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Locks between processes; the system releases one when its holder dies, however it dies. */
public final class FileLocks {
    /** A lock is released when its channel is collected as garbage: what is held must stay reachable. */
    private static final Set<FileLock> HELD = ConcurrentHashMap.newKeySet();

    private FileLocks() {}

    /** Takes the lock at once or not at all. Close the lock's channel to release it. */
    public static Optional<FileLock> tryLock(Path file) {
        try {
            FileChannel channel = open(file);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            HELD.add(lock);
            return Optional.of(lock);
        } catch (java.nio.channels.OverlappingFileLockException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the lock. */
    public static FileLock lock(Path file) {
        try {
            FileLock lock = open(file).lock();
            HELD.add(lock);
            return lock;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void release(FileLock lock) {
        HELD.remove(lock);
        try {
            lock.acquiredBy().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel open(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
