package io.oka.keycloak.sync.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.sync.DriftKind;
import org.jspecify.annotations.Nullable;

/**
 * A difference as a comparison sees it.
 *
 * @param field empty for what is about all of the entity
 * @param localValue of a field; an object of fields where it is about several
 * @param remoteData all that the other system said of the entity; null where it has none
 */
public record Finding(
        DriftKind kind,
        String externalCode,
        @Nullable String tenantId,
        String field,
        @Nullable JsonNode localValue,
        @Nullable JsonNode remoteValue,
        @Nullable Long localVersion,
        @Nullable Long remoteVersion,
        @Nullable ObjectNode remoteData) {}
