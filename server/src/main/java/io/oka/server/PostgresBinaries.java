package io.oka.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * PostgreSQL's programs, unpacked once from the archive that zonky.io publishes as a jar for each platform.
 *
 * <p>PostgreSQL refuses to run as root. Root therefore runs it in a user name space of its own, where it is nobody
 * while its files stay root's.
 */
final class PostgresBinaries {

    /** The major version that the archive holds; a data folder of another one cannot be opened. */
    static final String MAJOR = "18";

    private final Path folder;
    private final List<String> prefix;

    private PostgresBinaries(Path folder, List<String> prefix) {
        this.folder = folder;
        this.prefix = prefix;
    }

    /** Unpacks into the folder unless that was done before. */
    static PostgresBinaries in(Path folder) {
        try (FolderLock lock = FolderLock.await(folder.resolveSibling(folder.getFileName() + ".unpacking"))) {
            Path home = folder.toAbsolutePath();
            if (!Files.exists(home.resolve("bin/postgres"))) {
                unpack(home, lock);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PostgresBinaries(folder.toAbsolutePath(), isRoot() ? asNobody() : List.of());
    }

    private static void unpack(Path home, FolderLock lock) throws IOException {
        String archive = archiveName();
        try (InputStream content = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
            if (content == null) {
                throw new ServerException("No PostgreSQL for this platform on the class path: " + archive
                        + " is missing. Give a PostgreSQL of your own with -Ddb-url=jdbc:postgresql://…");
            }
            Path unpacking = lock.folder().resolve("new");
            Folders.delete(unpacking);
            Archives.untar(content, unpacking);
            Files.move(unpacking, home, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** The command that runs one of the programs {@code initdb}, {@code pg_ctl} and {@code postgres}. */
    List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> asNobody() {
        if (!Processes.succeeds("unshare", "-U", "true")) {
            throw new ServerException("PostgreSQL cannot run as root, and this machine lets root make no user name"
                    + " space (unshare -U). Run as an ordinary user, or give a PostgreSQL of your own with"
                    + " -Ddb-url=jdbc:postgresql://…");
        }
        return List.of("unshare", "-U");
    }

    private static boolean isRoot() {
        return Processes.succeeds("sh", "-c", "test \"$(id -u)\" = 0");
    }

    private static String archiveName() {
        String system =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String processor = System.getProperty("os.arch", "").equals("aarch64") ? "arm_64" : "x86_64";
        return "postgres-" + system + "-" + processor + ".txz";
    }
}
