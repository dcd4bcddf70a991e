package io.oka.server.agent;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * What an agent must remember from one run to the next; a file that only its owner may read, since the secret is in it.
 *
 * @param url of the server, without the realm
 * @param secret as the server gave it, {@code whsec_…}
 * @param cursor up to where changes have been read
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record AgentState(
        String url,
        String realm,
        String agentId,
        String secret,
        String system,
        int maxItemsPerJob,
        @Nullable String cursor) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int USUAL_ITEMS_PER_JOB = 500;

    AgentState {
        maxItemsPerJob = maxItemsPerJob <= 0 ? USUAL_ITEMS_PER_JOB : maxItemsPerJob;
    }

    static AgentState read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new AgentException("There is no " + file + ": this agent has not enrolled yet. Run `enrol` first.");
        }
        try {
            return JSON.readValue(file.toFile(), AgentState.class);
        } catch (IOException e) {
            throw new AgentException("What an agent remembers could not be read from " + file, e);
        }
    }

    /** Written beside it and moved into its place: a process that dies leaves the old file or the new one. */
    void write(Path file) {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(beside);
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.write(beside, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
            move(beside, file);
        } catch (IOException e) {
            throw new AgentException("What an agent remembers could not be written to " + file, e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    AgentState withSecret(String newer) {
        return new AgentState(url, realm, agentId, newer, system, maxItemsPerJob, cursor);
    }

    AgentState withCursor(@Nullable String newer) {
        return new AgentState(url, realm, agentId, secret, system, maxItemsPerJob, newer);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AgentState[" + url + ", " + realm + ", " + agentId + "]";
    }
}
