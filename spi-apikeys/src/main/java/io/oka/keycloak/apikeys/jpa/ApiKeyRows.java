package io.oka.keycloak.apikeys.jpa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.apikeys.ApiKey;
import io.oka.keycloak.apikeys.ApiKeyEnvironment;
import io.oka.keycloak.apikeys.ApiKeySnapshot;
import io.oka.keycloak.apikeys.FoundApiKey;
import io.oka.keycloak.apikeys.QuotaPeriod;
import io.oka.keycloak.common.address.AddressRange;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.tenants.TenantSnapshot;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads rows into values. */
final class ApiKeyRows {

    private ApiKeyRows() {}

    static ApiKey key(ApiKeyEntity row) {
        return new ApiKey(
                row.id,
                row.tenantId,
                row.familyId,
                row.name,
                row.prefix,
                row.last4,
                environment(row),
                names(row, row.scopes),
                names(row, row.audiences),
                row.quotaLimit,
                QuotaPeriod.find(row.quotaPeriod),
                ranges(row),
                row.createdBy,
                row.createdAt,
                row.lastUsedAt,
                row.expiresAt,
                row.revokedAt,
                row.graceUntil);
    }

    /** A row of a query that ends in {@link ApiKeyEntity#TENANT}. */
    static FoundApiKey found(@Nullable Object[] columns) {
        ApiKeyEntity row = (ApiKeyEntity) Objects.requireNonNull(columns[0]);
        String tenantId = (String) columns[1];
        TenantSnapshot tenant = tenantId == null
                ? null
                : new TenantSnapshot(
                        tenantId,
                        (String) Objects.requireNonNull(columns[2]),
                        (String) columns[3],
                        columns[4] != null,
                        (Long) columns[5]);
        return new FoundApiKey(snapshot(row), tenant);
    }

    static String names(List<String> names) {
        return Json.writeText(names);
    }

    static String ranges(List<AddressRange> ranges) {
        return Json.writeText(ranges.stream().map(AddressRange::toString).toList());
    }

    private static ApiKeySnapshot snapshot(ApiKeyEntity row) {
        return new ApiKeySnapshot(
                row.id,
                row.realmId,
                row.tenantId,
                row.familyId,
                row.name,
                environment(row),
                Set.copyOf(names(row, row.scopes)),
                names(row, row.audiences),
                row.quotaLimit,
                QuotaPeriod.find(row.quotaPeriod),
                ranges(row),
                row.expiresAt,
                row.revokedAt,
                row.graceUntil,
                row.pepperVersion);
    }

    private static ApiKeyEnvironment environment(ApiKeyEntity row) {
        return Objects.requireNonNull(ApiKeyEnvironment.find(row.environment));
    }

    private static List<AddressRange> ranges(ApiKeyEntity row) {
        // A range that cannot be read must not vanish: the key would work from anywhere.
        return names(row, row.allowedCidrs).stream()
                .map(text -> Objects.requireNonNull(
                        AddressRange.parse(text), () -> "Address ranges of API key " + row.id + " are damaged"))
                .toList();
    }

    private static List<String> names(ApiKeyEntity row, String json) {
        try {
            return Json.MAPPER.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Lists of API key " + row.id + " are damaged", e);
        }
    }
}
