package io.oka.keycloak.sync;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done.
 *
 * @param agentId who sent it; null for what an operator, or this system for them, begins: then no capabilities bound it
 * @param createdBy the operator; null for what an agent sent
 */
public record NewJob(
        String system, @Nullable String agentId, @Nullable String createdBy, JobType type, List<Item> items) {

    public NewJob {
        items = List.copyOf(items);
    }

    public static NewJob ofAgent(Agent agent, JobType type, List<Item> items) {
        return new NewJob(agent.system(), agent.id(), null, type, items);
    }

    /** What sets the two sides right once an operator, or an option of theirs, said so. */
    public static NewJob ofOperator(String system, @Nullable String operatorId, JobType type, List<Item> items) {
        return new NewJob(system, null, operatorId, type, items);
    }

    /**
     * One of its elements.
     *
     * @param externalCode null for one that has none that can be one
     * @param version null likewise
     * @param error what is wrong with it; it becomes a dead letter at once then, and null is for one that can be tried
     */
    public record Item(
            @Nullable String externalCode,
            @Nullable Long version,
            JsonNode data,
            @Nullable String error) {

        public static Item of(String externalCode, long version, JsonNode data) {
            return new Item(externalCode, version, data, null);
        }
    }
}
