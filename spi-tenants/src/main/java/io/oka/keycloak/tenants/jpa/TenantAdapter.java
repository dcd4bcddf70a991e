package io.oka.keycloak.tenants.jpa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.tenants.MembershipAuthority;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** A tenant over its row. */
final class TenantAdapter implements TenantModel {

    private final RealmModel realm;
    private final TenantEntity entity;

    TenantAdapter(RealmModel realm, TenantEntity entity) {
        this.realm = realm;
        this.entity = entity;
    }

    TenantEntity entity() {
        return entity;
    }

    TenantSnapshot snapshot() {
        return new TenantSnapshot(entity.id, entity.name, entity.displayName, isSuspended(), entity.quotaLimit);
    }

    @Override
    public String getId() {
        return entity.id;
    }

    @Override
    public RealmModel getRealm() {
        return realm;
    }

    @Override
    public String getName() {
        return entity.name;
    }

    @Override
    public void setName(String name) {
        entity.name = name;
        if (entity.deletedAt == null) {
            entity.liveName = name;
        }
    }

    @Override
    public @Nullable String getDisplayName() {
        return entity.displayName;
    }

    @Override
    public void setDisplayName(@Nullable String displayName) {
        entity.displayName = displayName;
    }

    @Override
    public Map<String, List<String>> getAttributes() {
        try {
            return Json.MAPPER.readValue(entity.attributes, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Attributes of tenant " + entity.id + " are damaged", e);
        }
    }

    @Override
    public void setAttributes(Map<String, List<String>> attributes) {
        entity.attributes = Json.writeText(attributes);
    }

    @Override
    public @Nullable Long getQuotaLimit() {
        return entity.quotaLimit;
    }

    @Override
    public void setQuotaLimit(@Nullable Long quotaLimit) {
        entity.quotaLimit = quotaLimit;
    }

    @Override
    public @Nullable String getOrganizationId() {
        return entity.organizationId;
    }

    @Override
    public MembershipAuthority getMembershipAuthority() {
        return Objects.requireNonNullElse(
                MembershipAuthority.find(entity.membershipAuthority), MembershipAuthority.TENANT);
    }

    @Override
    public void setMembershipAuthority(MembershipAuthority authority) {
        entity.membershipAuthority = authority.wireName();
    }

    @Override
    public boolean isSuspended() {
        return entity.suspendedAt != null;
    }

    @Override
    public @Nullable Instant getDeletedAt() {
        return entity.deletedAt;
    }

    @Override
    public Instant getCreatedAt() {
        return entity.createdAt;
    }

    @Override
    public Instant getUpdatedAt() {
        return entity.updatedAt;
    }

    @Override
    public long getVersion() {
        return entity.version;
    }
}
