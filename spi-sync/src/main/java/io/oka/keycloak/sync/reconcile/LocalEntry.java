package io.oka.keycloak.sync.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is here of one code.
 *
 * @param version the other system's that was applied last; null if none was
 * @param values of all fields, canonical; without those that are null
 * @param listed whether the other side is to have it too. Not so are cancelled subscriptions, and those that nobody ever
 *     bought: they are compared if the other side has them, and not missed if it has not
 */
public record LocalEntry(
        String externalCode, String tenantId, @Nullable Long version, Map<String, JsonNode> values, boolean listed) {}
