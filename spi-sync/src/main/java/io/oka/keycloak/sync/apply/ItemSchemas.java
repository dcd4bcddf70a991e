package io.oka.keycloak.sync.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.sync.JobType;
import org.jspecify.annotations.Nullable;

/** What the data of an item must look like. */
public final class ItemSchemas {

    private ItemSchemas() {}

    /**
     * What is wrong with an item's data, naming the member; null if it will do. Asked when a job comes in, and when an
     * operator edits an item.
     */
    public static @Nullable String check(JobType type, JsonNode data) {
        return data.isObject() ? null : "data: must be an object";
    }
}
