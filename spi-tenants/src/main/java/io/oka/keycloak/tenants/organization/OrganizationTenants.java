package io.oka.keycloak.tenants.organization;

import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.events.Details;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.organization.protocol.mappers.oidc.OrganizationScope;
import org.keycloak.organization.utils.Organizations;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Finds the tenant to which a login was led by the native Organization that it came through. */
public final class OrganizationTenants {

    private OrganizationTenants() {}

    /**
     * The linked tenant of the Organization whose identity provider the user came through, that was chosen on Keycloak's
     * own page, that the client asked for by its scope, or whose domain the user's address has. Keycloak also notes an
     * Organization where somebody who belongs to a single one enters a plain name: that leads nowhere, since nobody has
     * said anything of an Organization, and the user may belong to further tenants.
     *
     * @return the tenant's id, whether or not the user is a member; null if the login was not led
     */
    public static @Nullable String tenantFor(
            KeycloakSession session, RealmModel realm, AuthenticationSessionModel authentication) {
        if (!realm.isOrganizationsEnabled()) {
            return null;
        }
        String organizationId = ofIdentityProvider(session, authentication);
        if (organizationId == null) {
            organizationId = authentication.getClientNote(OrganizationModel.ORGANIZATION_ATTRIBUTE);
        }
        if (organizationId == null) {
            organizationId = ofStep(session, authentication);
        }
        if (organizationId == null) {
            return null;
        }
        TenantModel tenant = session.getProvider(TenantProvider.class).getTenantByOrganization(realm, organizationId);
        return tenant == null ? null : tenant.getId();
    }

    private static @Nullable String ofIdentityProvider(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        String alias = authentication.getUserSessionNotes().get(Details.IDENTITY_PROVIDER);
        IdentityProviderModel provider =
                alias == null ? null : session.identityProviders().getByAlias(alias);
        return provider == null ? null : provider.getOrganizationId();
    }

    /** What Keycloak's Organization step noted, where there was a reason in what the user or the client said. */
    private static @Nullable String ofStep(KeycloakSession session, AuthenticationSessionModel authentication) {
        String organizationId = authentication.getAuthNote(OrganizationModel.ORGANIZATION_ATTRIBUTE);
        OrganizationProvider provider = session.getProvider(OrganizationProvider.class);
        OrganizationModel organization =
                organizationId == null || provider == null ? null : provider.getById(organizationId);
        if (organization == null || !organization.isEnabled()) {
            return null;
        }
        return isByAddress(authentication, organization) || isByScope(session) ? organizationId : null;
    }

    private static boolean isByAddress(AuthenticationSessionModel authentication, OrganizationModel organization) {
        String entered = authentication.getAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME);
        return Organizations.getMatchingDomain(Organizations.getEmailDomain(entered), organization) != null;
    }

    private static boolean isByScope(KeycloakSession session) {
        OrganizationScope scope = OrganizationScope.valueOfScope(session);
        return scope == OrganizationScope.SPECIFIC || scope == OrganizationScope.ANY;
    }
}
