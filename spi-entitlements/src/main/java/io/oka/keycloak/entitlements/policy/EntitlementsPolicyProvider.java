package io.oka.keycloak.entitlements.policy;

import io.oka.keycloak.common.http.RequestId;
import io.oka.keycloak.common.realm.OkaRealm;
import io.oka.keycloak.entitlements.decision.Decider;
import io.oka.keycloak.entitlements.decision.Decision;
import io.oka.keycloak.entitlements.decision.DecisionRequest;
import io.oka.keycloak.entitlements.decision.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.authorization.AuthorizationProvider;
import org.keycloak.authorization.Decision.Effect;
import org.keycloak.authorization.common.ClientModelIdentity;
import org.keycloak.authorization.common.KeycloakIdentity;
import org.keycloak.authorization.identity.Identity;
import org.keycloak.authorization.model.Policy;
import org.keycloak.authorization.policy.evaluation.Evaluation;
import org.keycloak.authorization.policy.provider.PolicyProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Asks the same question as the authorize call, about the user whom Keycloak evaluates, and uses nothing. Negative logic
 * turns round what the tenant lacks; it never lets in whoever has no tenant, is no member of it, or whose tenant is
 * suspended.
 */
final class EntitlementsPolicyProvider implements PolicyProvider {

    private static final Logger LOG = Logger.getLogger(EntitlementsPolicyProvider.class);

    /** Attribute of the session: what was decided in this request, which may ask once for each of many resources. */
    private static final String DECIDED = "oka.policy.decided";

    /** What a tenant or a role lacks, as opposed to who is not there at all. */
    private static final Set<Reason> LACKS = Set.of(
            Reason.SUBSCRIPTION_INACTIVE,
            Reason.SERVICE_NOT_ENABLED,
            Reason.FEATURE_NOT_ENABLED,
            Reason.QUOTA_EXCEEDED,
            Reason.INSUFFICIENT_ROLE);

    private record Question(String userId, DecisionRequest request) {}

    private record Decided(Map<Question, Decision> decisions) {}

    @Override
    public void evaluate(Evaluation evaluation) {
        Decision decision = decide(evaluation);
        if (decision != null && decision.allowed()) {
            evaluation.grant();
        } else if (decision != null && LACKS.contains(decision.reason())) {
            evaluation.deny();
        } else {
            evaluation.setEffect(Effect.DENY);
        }
    }

    /** Null where there is nothing to decide about. */
    private static @Nullable Decision decide(Evaluation evaluation) {
        AuthorizationProvider authorization = evaluation.getAuthorizationProvider();
        KeycloakSession session = authorization.getKeycloakSession();
        RealmModel realm = authorization.getRealm();
        if (!OkaRealm.isOn(realm)) {
            return refuse(evaluation, session, "switched_off");
        }
        EntitlementsPolicyConfig config;
        try {
            config = EntitlementsPolicyConfig.parse(evaluation.getPolicy().getConfig());
        } catch (IllegalArgumentException e) {
            return refuse(evaluation, session, "unusable_policy");
        }
        UserModel user = user(session, realm, evaluation.getContext().getIdentity());
        String tenantId = EvaluatedTenant.of(evaluation, config);
        if (user == null || tenantId == null) {
            return refuse(evaluation, session, user == null ? "no_user" : "no_tenant");
        }
        DecisionRequest request = new DecisionRequest(
                "policy:" + name(evaluation.getPolicy()),
                tenantId,
                config.service(),
                config.feature(),
                config.role(),
                Objects.requireNonNullElse(config.quantity(), 1L));
        return decided(session).computeIfAbsent(new Question(user.getId(), request), question -> {
            Decider decider = new Decider(session, realm);
            // Keycloak has looked at the session where there is one; a name in an AuthZEN request has none.
            Boolean sessionValid = user.isEnabled() ? null : false;
            return decider.peek(decider.user(tenantId, user.getId(), sessionValid), request, "user:" + user.getId());
        });
    }

    /** The person; for a client its service account, which is a user as well, and hardly ever a member. */
    private static @Nullable UserModel user(KeycloakSession session, RealmModel realm, Identity identity) {
        ClientModel client = null;
        if (identity instanceof KeycloakIdentity known && known.isResourceServer()) {
            client = realm.getClientByClientId(known.getAccessToken().getIssuedFor());
        } else if (identity instanceof ClientModelIdentity) {
            client = realm.getClientById(identity.getId());
        }
        if (client != null) {
            return session.users().getServiceAccount(client);
        }
        return identity.getId() == null ? null : session.users().getUserById(realm, identity.getId());
    }

    private static Map<Question, Decision> decided(KeycloakSession session) {
        Decided decided = session.getAttribute(DECIDED, Decided.class);
        if (decided == null) {
            decided = new Decided(new HashMap<>());
            session.setAttribute(DECIDED, decided);
        }
        return decided.decisions();
    }

    private static @Nullable Decision refuse(Evaluation evaluation, KeycloakSession session, String reason) {
        LOG.infof(
                "decision allowed=false reason=%s caller=%s action=policy:%s request=%s",
                reason,
                evaluation.getContext().getIdentity().getId(),
                name(evaluation.getPolicy()),
                RequestId.of(session));
        return null;
    }

    /** Into the log goes nothing that could begin a line of its own. */
    private static String name(Policy policy) {
        return policy.getName().replaceAll("[\\p{Cntrl}\\p{Z}]+", "_");
    }

    @Override
    public void close() {}
}
