package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.realm.Operator;
import jakarta.ws.rs.Path;

/** {@code /admin/realms/{realm}/entitlements}: what is sold and what tenants have, for operators. */
public final class EntitlementsAdminResource {

    private final Operator operator;

    EntitlementsAdminResource(Operator operator) {
        this.operator = operator;
    }

    @Path("plans")
    public PlansResource plans() {
        return new PlansResource(operator);
    }

    @Path("subscriptions")
    public SubscriptionsResource subscriptions() {
        return new SubscriptionsResource(operator);
    }

    @Path("flags")
    public FlagsResource flags() {
        return new FlagsResource(operator);
    }

    @Path("overrides")
    public OverridesResource overrides() {
        return new OverridesResource(operator);
    }
}
