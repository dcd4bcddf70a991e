package io.oka.keycloak.entitlements.policy;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authorization.admin.PolicyEvaluationService;
import org.keycloak.authorization.attribute.Attributes;
import org.keycloak.authorization.common.KeycloakIdentity;
import org.keycloak.authorization.identity.Identity;
import org.keycloak.authorization.model.Resource;
import org.keycloak.authorization.policy.evaluation.Evaluation;
import org.keycloak.authorization.policy.evaluation.EvaluationContext;

/**
 * For which tenant an evaluation is asked. That is only ever a wish: whoever reads it checks the membership. Nothing is
 * taken from the attributes of an evaluation, which hold what a client pushed ({@code claim_token}, a permission ticket,
 * the context of an AuthZEN request), nor from the attributes of an identity, which may be the user's own.
 */
final class EvaluatedTenant {

    /** The claim in a token, and what an operator may type in its stead. */
    private static final String CLAIM = "tenant_id";

    /** The attribute of a resource. */
    private static final String ATTRIBUTE = "tenantId";

    private EvaluatedTenant() {}

    /**
     * The verified token's tenant, else the policy's, else the resource's. Null if there is none; and if the resource
     * belongs to tenants and this is none of them, since nobody's resource is granted on another's plan.
     */
    static @Nullable String of(Evaluation evaluation, EntitlementsPolicyConfig config) {
        EvaluationContext context = evaluation.getContext();
        List<String> owners = owners(evaluation.getPermission().getResource());
        String named = Stream.of(typed(context), ofToken(context.getIdentity()), config.tenantId())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(owners.size() == 1 ? owners.get(0) : null);
        return named != null
                        && EntitlementsPolicyConfig.isTenantId(named)
                        && (owners.isEmpty() || owners.contains(named))
                ? named
                : null;
    }

    private static @Nullable String ofToken(Identity identity) {
        return identity instanceof KeycloakIdentity known
                        && known.getAccessToken().getOtherClaims().get(CLAIM) instanceof String tenantId
                ? tenantId
                : null;
    }

    /**
     * What an operator typed into the console's Evaluate tab, where no login has chosen a tenant. Only there do attributes
     * come from somebody who could write the policy; and it shows what would be, and grants nothing.
     */
    private static @Nullable String typed(EvaluationContext context) {
        if (context.getClass().getEnclosingClass() != PolicyEvaluationService.class) {
            return null;
        }
        Attributes.Entry entry = context.getAttributes().getValue(CLAIM);
        return entry == null || entry.isEmpty() ? null : entry.asString(0);
    }

    private static List<String> owners(@Nullable Resource resource) {
        List<String> named = resource == null ? null : resource.getAttribute(ATTRIBUTE);
        return named == null ? List.of() : named;
    }
}
