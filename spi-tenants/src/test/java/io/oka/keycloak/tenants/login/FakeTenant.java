package io.oka.keycloak.tenants.login;

import io.oka.keycloak.tenants.MembershipAuthority;
import io.oka.keycloak.tenants.TenantModel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** A tenant that has an id and a name, and nothing else. */
record FakeTenant(String getId, String getName) implements TenantModel {

    @Override
    public RealmModel getRealm() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setName(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable String getDisplayName() {
        return null;
    }

    @Override
    public void setDisplayName(@Nullable String displayName) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, List<String>> getAttributes() {
        return Map.of();
    }

    @Override
    public void setAttributes(Map<String, List<String>> attributes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable Long getQuotaLimit() {
        return null;
    }

    @Override
    public void setQuotaLimit(@Nullable Long quotaLimit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable String getOrganizationId() {
        return null;
    }

    @Override
    public MembershipAuthority getMembershipAuthority() {
        return MembershipAuthority.TENANT;
    }

    @Override
    public void setMembershipAuthority(MembershipAuthority authority) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isSuspended() {
        return false;
    }

    @Override
    public @Nullable Instant getDeletedAt() {
        return null;
    }

    @Override
    public Instant getCreatedAt() {
        return Instant.EPOCH;
    }

    @Override
    public Instant getUpdatedAt() {
        return Instant.EPOCH;
    }

    @Override
    public long getVersion() {
        return 0;
    }
}
