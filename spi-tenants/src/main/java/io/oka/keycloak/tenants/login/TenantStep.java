package io.oka.keycloak.tenants.login;

import io.oka.keycloak.tenants.Membership;
import java.util.List;
import org.keycloak.models.ClientModel;
import org.keycloak.models.utils.FormMessage;

/** Where a login stands on its way to a tenant. */
sealed interface TenantStep {

    /** It is for this tenant, of which the user is a member. */
    record Take(String tenantId) implements TenantStep {}

    /** It is for this tenant, and goes on here what the user has open elsewhere: that ends. */
    record TakeOver(String tenantId) implements TenantStep {}

    /** The user works with this client for this tenant in a later login: is it to go on here? */
    record Elsewhere(Membership membership, ClientModel client) implements TenantStep {}

    /** It goes on without a tenant. */
    record GoOn() implements TenantStep {}

    /**
     * The user is to say which.
     *
     * @param notice key of what must be said first; empty for nothing
     */
    record Choose(List<Membership> memberships, String notice) implements TenantStep {}

    /** The user is to make the first tenant; with what they entered and what is wrong with it. */
    record Create(String name, String displayName, List<FormMessage> faults) implements TenantStep {

        static final Create EMPTY = new Create("", "", List.of());
    }

    /** It ends here: the flow lets nobody in without a tenant. */
    record Deny() implements TenantStep {}
}
