package io.oka.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.tukaani.xz.XZInputStream;

/** Unpacks, leaving out the archive's first folder where asked, and never writes outside the target. */
final class Archives {

    private Archives() {}

    /** Unpacks a zip whose entries all lie in one top folder into the target, without that folder. */
    static void unzip(Path zip, Path target) throws IOException {
        try (ZipFile archive = ZipFile.builder().setPath(zip).get()) {
            for (ZipArchiveEntry entry : Collections.list(archive.getEntries())) {
                String name = entry.getName().substring(entry.getName().indexOf('/') + 1);
                Path file = inside(target, name);
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    try (InputStream content = archive.getInputStream(entry)) {
                        write(content, file, (entry.getUnixMode() & 0100) != 0);
                    }
                }
            }
        }
    }

    /** Unpacks a {@code .tar.xz}, links included. */
    static void untar(InputStream txz, Path target) throws IOException {
        try (TarArchiveInputStream archive =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(txz, 1 << 16)))) {
            for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                Path file = inside(target, entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else if (entry.isLink()) {
                    Files.createLink(file, inside(target, entry.getLinkName()));
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(parentOf(file));
                    inside(
                            target,
                            target.relativize(parentOf(file))
                                    .resolve(entry.getLinkName())
                                    .toString());
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    write(archive, file, (entry.getMode() & 0100) != 0);
                }
            }
        }
    }

    private static void write(InputStream content, Path file, boolean executable) throws IOException {
        Files.createDirectories(parentOf(file));
        Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        if (executable) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static Path inside(Path target, String name) throws IOException {
        Path file = target.resolve(name).normalize();
        if (!file.startsWith(target)) {
            throw new IOException("an entry points out of the archive: " + name);
        }
        return file;
    }

    private static Path parentOf(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }
}
