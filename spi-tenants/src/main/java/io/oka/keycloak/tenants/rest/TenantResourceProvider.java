package io.oka.keycloak.tenants.rest;

import org.keycloak.provider.Provider;

/**
 * Serves {@code /realms/{realm}/tenants/{tenantId}/{provider id}/…}, and the same below {@code /admin/realms/…} for
 * operators: what {@link
 * org.keycloak.services.resource.RealmResourceProvider} is for a realm, one level down. The door has authenticated the
 * caller, and checked membership if that is a person, before it asks for the resource.
 */
public interface TenantResourceProvider extends Provider {

    /**
     * @return a JAX-RS sub-resource
     */
    Object getResource(TenantContext context);

    @Override
    default void close() {}
}
