package io.oka.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchivesTest {

    @TempDir
    private Path folder;

    @Test
    void topFolderIsLeftOut() throws IOException {
        Archives.unzip(zip("keycloak-1/bin/kc.sh"), folder.resolve("home"));

        assertThat(folder.resolve("home/bin/kc.sh")).hasContent("x");
    }

    @Test
    void entryThatPointsOutIsRefused() throws IOException {
        Path archive = zip("keycloak-1/../../escaped");

        assertThatThrownBy(() -> Archives.unzip(archive, folder.resolve("home")))
                .isInstanceOf(IOException.class);
        assertThat(folder.resolve("escaped")).doesNotExist();
    }

    private Path zip(String entry) throws IOException {
        Path file = folder.resolve("archive.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write("x".getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
