package io.oka.keycloak.sync;

import java.time.Instant;

/**
 * A code of another system and what it means here.
 *
 * @param version rises with each change
 */
public record Mapping(String id, MappedCode code, long version, Instant createdAt, Instant updatedAt) {

    public String internalCode() {
        return code.internalCode();
    }
}
