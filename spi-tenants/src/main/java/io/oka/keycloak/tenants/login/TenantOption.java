package io.oka.keycloak.tenants.login;

import io.oka.keycloak.tenants.Membership;
import io.oka.keycloak.tenants.TenantModel;
import org.jspecify.annotations.Nullable;

/** A tenant on the page of choices; public, because templates reach nothing else. */
public final class TenantOption {

    private final String id;
    private final String name;
    private final @Nullable String displayName;
    private final String role;
    private final boolean suspended;

    private TenantOption(String id, String name, @Nullable String displayName, String role, boolean suspended) {
        this.id = id;
        this.name = name;
        this.displayName = displayName;
        this.role = role;
        this.suspended = suspended;
    }

    static TenantOption of(Membership membership) {
        TenantModel tenant = membership.tenant();
        return new TenantOption(
                tenant.getId(),
                tenant.getName(),
                tenant.getDisplayName(),
                membership.role().wireName(),
                tenant.isSuspended());
    }

    public String getId() {
        return id;
    }

    public String getName() {
        return name;
    }

    /** What people call it. */
    public String getLabel() {
        return displayName == null || displayName.isBlank() ? name : displayName;
    }

    public String getRole() {
        return role;
    }

    public boolean isSuspended() {
        return suspended;
    }
}
