package io.oka.keycloak.sync;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What an agent can ask for. */
public enum JobType {
    /** A customer as the other system has it. */
    TENANT_UPSERT("tenant.upsert", "tenant"),
    /** What a customer has bought. */
    SUBSCRIPTION_UPSERT("subscription.upsert", "subscription"),
    SUBSCRIPTION_CANCEL("subscription.cancel", "subscription"),
    /** What a customer has used elsewhere. */
    USAGE_IMPORT("usage.import", "usage"),
    /** A page of all that the other system has, to be compared. */
    RECONCILE_SNAPSHOT("reconcile.snapshot", "snapshot");

    private final String wireName;
    private final String entity;

    JobType(String wireName, String entity) {
        this.wireName = wireName;
        this.entity = entity;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    /** What its items are about: versions count for each of these by itself. */
    public String entity() {
        return entity;
    }

    /**
     * @throws IllegalArgumentException if there is no such type
     */
    @JsonCreator
    public static JobType ofWireName(String wireName) {
        JobType found = find(wireName);
        if (found == null) {
            throw new IllegalArgumentException("There is no such type of job");
        }
        return found;
    }

    public static @Nullable JobType find(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(wireName))
                .findFirst()
                .orElse(null);
    }
}
