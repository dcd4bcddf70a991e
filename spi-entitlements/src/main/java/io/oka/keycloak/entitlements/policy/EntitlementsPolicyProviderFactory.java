package io.oka.keycloak.entitlements.policy;

import io.oka.keycloak.tenants.TenantProvider;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.authorization.AuthorizationProvider;
import org.keycloak.authorization.model.Policy;
import org.keycloak.authorization.policy.provider.PolicyProvider;
import org.keycloak.authorization.policy.provider.PolicyProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.representations.idm.authorization.PolicyRepresentation;
import org.keycloak.services.ErrorResponseException;

/** Policies of type {@code entitlements}: checked when they are saved, shown as they are stored. */
public final class EntitlementsPolicyProviderFactory
        implements PolicyProviderFactory<EntitlementsPolicyRepresentation> {

    static final String PROVIDER_ID = "entitlements";

    private static final Logger LOG = Logger.getLogger(EntitlementsPolicyProviderFactory.class);

    /** What Keycloak itself keeps in a policy's configuration. */
    private static final Set<String> KEYCLOAKS_OWN =
            Set.of("defaultResourceType", "resources", "scopes", "applyPolicies");

    private static final PolicyProvider PROVIDER = new EntitlementsPolicyProvider();

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getName() {
        return "Entitlements";
    }

    @Override
    public String getGroup() {
        return "Others";
    }

    @Override
    public String getDescription() {
        return "What the person's tenant has bought: a service, a feature, units of its quota; and the person's role"
                + " there. Uses nothing.";
    }

    @Override
    public PolicyProvider create(AuthorizationProvider authorization) {
        return PROVIDER;
    }

    @Override
    public PolicyProvider create(KeycloakSession session) {
        return PROVIDER;
    }

    @Override
    public Class<EntitlementsPolicyRepresentation> getRepresentationType() {
        return EntitlementsPolicyRepresentation.class;
    }

    @Override
    public EntitlementsPolicyRepresentation toRepresentation(Policy policy, AuthorizationProvider authorization) {
        try {
            return EntitlementsPolicyRepresentation.of(EntitlementsPolicyConfig.parse(policy.getConfig()));
        } catch (IllegalArgumentException e) {
            // Written past our checks. One bad policy must not hide the list of all: it is shown empty, and denies.
            LOG.warnf("Policy %s (%s) is not usable: %s", policy.getName(), policy.getId(), e.getMessage());
            return new EntitlementsPolicyRepresentation();
        }
    }

    @Override
    public void onCreate(
            Policy policy, EntitlementsPolicyRepresentation representation, AuthorizationProvider authorization) {
        save(policy, representation, authorization);
    }

    @Override
    public void onUpdate(
            Policy policy, EntitlementsPolicyRepresentation representation, AuthorizationProvider authorization) {
        save(policy, representation, authorization);
    }

    /** A realm's or a resource server's settings, or a policy written in Keycloak's general form: tenants may follow. */
    @Override
    public void onImport(Policy policy, PolicyRepresentation representation, AuthorizationProvider authorization) {
        Map<String, String> wanted = representation.getConfig();
        Set<String> unknown = new TreeSet<>(wanted.keySet());
        unknown.removeAll(EntitlementsPolicyConfig.NAMES);
        unknown.removeAll(KEYCLOAKS_OWN);
        if (!unknown.isEmpty()) {
            // A misspelt check would be one less.
            throw refusal(policy, String.join(", ", unknown) + " is not known");
        }
        store(policy, parse(policy, wanted));
    }

    private static void save(
            Policy policy, EntitlementsPolicyRepresentation representation, AuthorizationProvider authorization) {
        EntitlementsPolicyConfig config = parse(policy, representation.config());
        String tenantId = config.tenantId();
        // What stands there already may stay, so that the policy of a tenant that is gone can still be renamed.
        if (tenantId != null
                && !tenantId.equals(policy.getConfig().get(EntitlementsPolicyConfig.TENANT_ID))
                && !exists(authorization, tenantId)) {
            throw refusal(policy, "there is no tenant " + tenantId);
        }
        store(policy, config);
    }

    private static boolean exists(AuthorizationProvider authorization, String tenantId) {
        TenantProvider tenants = authorization.getKeycloakSession().getProvider(TenantProvider.class);
        return tenants.getTenant(authorization.getRealm(), tenantId) != null;
    }

    private static void store(Policy policy, EntitlementsPolicyConfig config) {
        Map<String, String> stored = new HashMap<>(policy.getConfig());
        stored.keySet().removeAll(EntitlementsPolicyConfig.NAMES);
        stored.putAll(config.toMap());
        policy.setConfig(stored);
    }

    private static EntitlementsPolicyConfig parse(Policy policy, Map<String, ? extends @Nullable String> values) {
        try {
            return EntitlementsPolicyConfig.parse(values);
        } catch (IllegalArgumentException e) {
            throw refusal(policy, e.getMessage());
        }
    }

    /** In Keycloak's own shape, since it is Keycloak's own endpoint; nothing of the policy stays. */
    private static ErrorResponseException refusal(Policy policy, @Nullable String reason) {
        return new ErrorResponseException(
                "Policy [" + policy.getName() + "] cannot be saved: " + reason,
                "Invalid policy",
                Response.Status.BAD_REQUEST);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
