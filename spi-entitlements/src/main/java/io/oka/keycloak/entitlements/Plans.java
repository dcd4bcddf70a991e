package io.oka.keycloak.entitlements;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** The plans of a realm. */
public interface Plans {

    PlanCatalogue of(RealmModel realm);

    @Nullable
    Plan get(RealmModel realm, String tier);

    /** Like {@link #get}, and holds it until the transaction ends. */
    @Nullable
    Plan lock(RealmModel realm, String tier);

    /**
     * @return the plan with its version
     * @throws io.oka.keycloak.common.problem.ConflictException {@code tier_taken}, {@code plan_limit_reached}
     */
    Plan create(RealmModel realm, Plan plan);

    /** Replaces what the plan of this tier says; the caller holds it. */
    Plan update(RealmModel realm, Plan plan);

    /**
     * The caller holds it.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code plan_in_use}
     */
    void delete(RealmModel realm, Plan plan);
}
