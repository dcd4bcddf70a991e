package io.oka.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A Keycloak unpacked into a folder of its own, with the given provider jars, and built ({@code kc build}).
 *
 * <p>The build takes its time, so it is done only when the jars, the options or the version differ from the last one.
 * A run that died half-way leaves a mark, and the next one starts from the archive.
 */
public final class Distribution {

    private static final List<String> BUILD_OPTIONS =
            List.of("--db=postgres", "--health-enabled=true", "--metrics-enabled=true");
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(10);

    private final Path home;

    private Distribution(Path home) {
        this.home = home;
    }

    /**
     * Makes the folder {@code keycloak} below the work folder ready to start.
     *
     * @param zip Keycloak's distribution archive
     * @param work where to unpack it
     * @param providers the jars for {@code providers/}, perhaps none
     * @param buildOptions options of {@code kc build} beside the usual ones
     * @param progress told what takes time
     */
    public static Distribution prepare(
            Path zip, Path work, List<Path> providers, List<String> buildOptions, Consumer<String> progress) {
        Path home = work.toAbsolutePath().resolve("keycloak");
        List<String> options = new ArrayList<>(BUILD_OPTIONS);
        options.addAll(buildOptions);
        try (FolderLock lock = FolderLock.take(
                work.resolve("keycloak.building"), "Another Oka prepares " + home + " at the moment.")) {
            new Preparation(home, lock.folder(), zip, providers, options, progress).run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Distribution(home);
    }

    /** Keycloak's home folder. */
    public Path home() {
        return home;
    }

    /** Realms that a server started with {@code --import-realm} creates unless they are there. */
    public void realmToImport(String fileName, byte[] representation) {
        try {
            Path folder = Files.createDirectories(home.resolve("data/import"));
            Files.write(folder.resolve(fileName), representation);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command that runs Keycloak's launcher in a process that is nothing but its JVM. */
    static List<String> command(Path home, List<String> jvmOptions, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-XX:+ExitOnOutOfMemoryError",
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-Duser.language=en",
                "-Duser.country=US",
                "-Djava.security.egd=file:/dev/urandom",
                "-Djdk.tls.rejectClientInitiatedRenegotiation=true",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true",
                "-Dquarkus-log-max-startup-records=10000",
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-cp",
                home.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
        command.addAll(arguments);
        return command;
    }

    /** Takes out what the user's own shell may say to some other Keycloak. */
    static void cleanEnvironment(Map<String, String> environment) {
        environment
                .keySet()
                .removeIf(
                        name -> name.startsWith("KC_") || name.startsWith("KEYCLOAK_") || name.startsWith("QUARKUS_"));
        environment.remove("JAVA_TOOL_OPTIONS");
    }

    /** One preparation: unpack if needed, compare, build if needed. */
    private record Preparation(
            Path home, Path scratch, Path zip, List<Path> providers, List<String> options, Consumer<String> progress) {

        void run() throws IOException {
            String wanted = fingerprint();
            Path building = home.resolve(".oka-building");
            Path built = home.resolve(".oka-built");
            if (Files.exists(built) && Files.readString(built).equals(wanted)) {
                return;
            }
            String archive = archiveFingerprint();
            Path unpacked = home.resolve(".oka-unpacked");
            boolean usable =
                    Files.exists(unpacked) && Files.readString(unpacked).equals(archive) && !Files.exists(building);
            if (!usable) {
                stopUnfinishedBuild();
                progress.accept("Unpacking " + zip.getFileName());
                Path fresh = scratch.resolve("new");
                Folders.delete(fresh);
                Files.createDirectories(fresh);
                Archives.unzip(zip, fresh);
                Files.writeString(fresh.resolve(".oka-unpacked"), archive);
                Folders.delete(home);
                Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.writeString(building, "");
            Files.deleteIfExists(built);
            replaceProviders();
            progress.accept("Building Keycloak with " + providers.size() + " provider jars");
            build();
            Files.writeString(built, wanted);
            Files.delete(building);
        }

        /** A build whose launcher was killed goes on without it, and would write into the fresh folder. */
        private void stopUnfinishedBuild() {
            String ofThisHome = "-Dkc.home.dir=" + home + " ";
            ProcessHandle.allProcesses()
                    .map(ProcessHandle::pid)
                    .filter(pid -> Processes.commandLine(pid).contains(ofThisHome))
                    .forEach(Processes::kill);
        }

        private void replaceProviders() throws IOException {
            Path folder = home.resolve("providers");
            for (Path old : Folders.jarsOf(folder)) {
                Files.delete(old);
            }
            for (Path jar : providers) {
                Files.copy(jar, folder.resolve(jar.getFileName()));
            }
        }

        private void build() throws IOException {
            List<String> arguments = new ArrayList<>(List.of("build"));
            arguments.addAll(options);
            Path log = scratch.resolve("build.log");
            Files.deleteIfExists(log);
            Processes.run(command(home, List.of("-Xmx1g", "-XX:TieredStopAtLevel=1"), arguments), log, BUILD_LIMIT);
        }

        private String fingerprint() throws IOException {
            MessageDigest digest = sha256();
            digest.update(archiveFingerprint().getBytes(StandardCharsets.UTF_8));
            digest.update(options.toString().getBytes(StandardCharsets.UTF_8));
            for (Path jar : providers) {
                digest.update(jar.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                try (InputStream content = new DigestInputStream(Files.newInputStream(jar), digest)) {
                    content.transferTo(OutputStream.nullOutputStream());
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        }

        private String archiveFingerprint() throws IOException {
            return zip.getFileName() + " " + Files.size(zip);
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
