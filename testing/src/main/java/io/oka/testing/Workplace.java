package io.oka.testing;

import io.oka.server.Distribution;
import io.oka.server.EmbeddedDatabase;
import io.oka.server.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the test servers live, as the build says by system properties: {@code oka.work} (a folder),
 * {@code oka.keycloak.zip} (Keycloak's archive) and {@code oka.providers} (a folder of jars, perhaps missing).
 */
record Workplace(Path work, Path zip, List<Path> providers) {

    static Workplace fromSystemProperties() {
        return new Workplace(
                Path.of(required("oka.work")).toAbsolutePath(),
                Path.of(required("oka.keycloak.zip")),
                Folders.jarsOf(Path.of(required("oka.providers"))));
    }

    /** One distribution for all servers of a test run: what differs between nodes is no build option. Its vault is empty. */
    Distribution distribution() {
        return Distribution.prepare(zip, work, providers, List.of("--vault=file"), line -> {});
    }

    /** One with features of the server that are off by default, in a folder of its own. */
    Distribution distributionWith(String features) {
        Path folder = work.resolve("features-" + features.replaceAll("[^a-z0-9]+", "-"));
        return Distribution.prepare(
                zip, folder, providers, List.of("--vault=file", "--features=" + features), line -> {});
    }

    /** An empty database; what an earlier run left under that name is deleted. */
    EmbeddedDatabase emptyDatabase(String name) {
        Path folder = work.resolve(name);
        delete(folder);
        return EmbeddedDatabase.in(folder, work.resolve("postgres")).fast().start();
    }

    /** An empty log file. */
    Path log(String name) {
        Path file = work.resolve(name);
        delete(file);
        return file;
    }

    private static void delete(Path path) {
        try {
            Folders.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String required(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("system property " + name + " is missing: run by mvn verify");
        }
        return value;
    }
}
