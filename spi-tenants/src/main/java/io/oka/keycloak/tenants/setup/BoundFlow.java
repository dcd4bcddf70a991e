package io.oka.keycloak.tenants.setup;

import io.oka.keycloak.tenants.invitation.InvitationFlows;
import io.oka.keycloak.tenants.login.TenantFlows;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.DefaultAuthenticationFlows;

/**
 * A flow that a realm binds to a purpose, and our copy of it.
 *
 * @param builtIn alias of the one that Keycloak brings
 * @param copy alias of ours
 * @param serves whether a flow has what ours is made for
 * @param maker makes ours
 */
record BoundFlow(
        String builtIn,
        String copy,
        Function<RealmModel, @Nullable AuthenticationFlowModel> bound,
        BiConsumer<RealmModel, AuthenticationFlowModel> bind,
        BiPredicate<RealmModel, AuthenticationFlowModel> serves,
        Maker maker) {

    /** Copies a flow under another alias and adds what is ours. */
    interface Maker {
        AuthenticationFlowModel make(RealmModel realm, AuthenticationFlowModel original, String alias);
    }

    static final BoundFlow BROWSER = new BoundFlow(
            DefaultAuthenticationFlows.BROWSER_FLOW,
            "browser with tenants",
            RealmModel::getBrowserFlow,
            RealmModel::setBrowserFlow,
            BoundFlow::asksForTenant,
            FlowCopy::withTenant);

    static final BoundFlow DIRECT_GRANT = new BoundFlow(
            DefaultAuthenticationFlows.DIRECT_GRANT_FLOW,
            "direct grant with tenants",
            RealmModel::getDirectGrantFlow,
            RealmModel::setDirectGrantFlow,
            BoundFlow::asksForTenant,
            FlowCopy::withTenant);

    static final BoundFlow REGISTRATION = new BoundFlow(
            DefaultAuthenticationFlows.REGISTRATION_FLOW,
            "registration with tenants",
            RealmModel::getRegistrationFlow,
            RealmModel::setRegistrationFlow,
            InvitationFlows::holdsToAddress,
            FlowCopy::ofRegistration);

    /** Makes the copy where it is missing, and binds it in the place of Keycloak's own; another's choice stands. */
    void setUp(RealmModel realm) {
        AuthenticationFlowModel present = bound.apply(realm);
        if (present == null || serves.test(realm, present)) {
            return;
        }
        AuthenticationFlowModel ours = realm.getFlowByAlias(copy);
        if (ours == null) {
            ours = maker.make(realm, present, copy);
        }
        if (present.isBuiltIn() && builtIn.equals(present.getAlias())) {
            bind.accept(realm, ours);
        }
    }

    /** Binds Keycloak's own again where ours is bound. The copy stays: it holds what the operator made of it. */
    void takeDown(RealmModel realm) {
        AuthenticationFlowModel present = bound.apply(realm);
        AuthenticationFlowModel original = realm.getFlowByAlias(builtIn);
        if (present != null && original != null && copy.equals(present.getAlias())) {
            bind.accept(realm, original);
        }
    }

    boolean exists(RealmModel realm) {
        return realm.getFlowByAlias(copy) != null;
    }

    /** Whether the flow in force does what ours is made for, be it our copy or one that the operator built. */
    boolean isServed(RealmModel realm) {
        AuthenticationFlowModel present = bound.apply(realm);
        return present != null && serves.test(realm, present);
    }

    private static boolean asksForTenant(RealmModel realm, AuthenticationFlowModel flow) {
        return TenantFlows.noTenant(realm, flow) != null;
    }
}
