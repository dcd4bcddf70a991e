package io.oka.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps two launchers out of one folder. The lock dies with its holder, however that dies. */
final class FolderLock implements AutoCloseable {

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** Takes the lock as soon as whoever has it lets go. */
    static FolderLock await(Path folder) {
        Folders.create(folder);
        try {
            FileChannel channel = open(folder);
            while (tryLock(channel) == null) {
                Processes.pause(50);
            }
            return new FolderLock(folder, channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    /** Takes the lock, or fails at once with the given sentence. */
    static FolderLock take(Path folder, String refusal) {
        Folders.create(folder);
        try {
            FileChannel channel = open(folder);
            if (tryLock(channel) == null) {
                channel.close();
                throw new ServerException(refusal);
            }
            return new FolderLock(folder, channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel open(Path folder) throws IOException {
        return FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
