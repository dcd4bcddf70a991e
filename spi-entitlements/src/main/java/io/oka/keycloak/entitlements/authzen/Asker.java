package io.oka.keycloak.entitlements.authzen;

import io.oka.keycloak.common.caller.Caller;
import io.oka.keycloak.common.caller.TenantApi;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.entitlements.decision.Decider;
import io.oka.keycloak.entitlements.decision.Subject;
import io.oka.keycloak.entitlements.decision.Subjects;
import io.oka.keycloak.entitlements.decision.Subjects.Named;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantRole;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Who asks, and about whom they may: a service about anyone, a person about themselves, and an admin of a tenant about
 * its members, its keys and itself. To whoever is not a member of a tenant it looks like one that is not there.
 */
final class Asker {

    private final RealmModel realm;
    private final Caller caller;
    private final TenantProvider tenants;
    private final Decider decider;
    private final Subjects subjects;

    /**
     * @param role what a service needs
     * @throws io.oka.keycloak.common.problem.ProblemException 403 for a service without it, and for an API key
     */
    Asker(KeycloakSession session, RealmModel realm, Caller caller, Decider decider, String role) {
        boolean admitted =
                caller instanceof Caller.Member || (caller instanceof Caller.Service service && service.hasRole(role));
        if (!admitted) {
            throw Problem.forbidden(
                            "insufficient_role", "This needs the role " + role + " of client " + TenantApi.clientId())
                    .asException();
        }
        this.realm = realm;
        this.caller = caller;
        this.tenants = session.getProvider(TenantProvider.class);
        this.decider = decider;
        this.subjects = new Subjects(session, realm, decider);
    }

    String key() {
        return caller.key();
    }

    /**
     * The subject of a question whose types are known.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 403 for a member who asks about somebody else
     */
    Subject subject(Question question) {
        String id = question.subject().id();
        SubjectType type = Objects.requireNonNull(question.subjectType());
        if (caller instanceof Caller.Member person
                && type == SubjectType.USER
                && id.equals(person.user().getId())) {
            return subjects.find(caller, question.tenantId(), new Named(null, null, question.sessionId()));
        }
        if (!mayAskAboutAnyone(question.tenantId())) {
            return stranger(id);
        }
        return switch (type) {
            case USER -> user(question.tenantId(), id, question.sessionId());
            case API_KEY -> subjects.named(question.tenantId(), new Named(null, id, question.sessionId()));
            case TENANT -> id.equals(question.tenantId()) ? new Subject.Tenant() : stranger(id);
        };
    }

    /**
     * Whether it may ask about anyone in this tenant.
     *
     * @return false for whoever may not know that there is such a tenant
     * @throws io.oka.keycloak.common.problem.ProblemException 403 for a member of too low a role
     */
    boolean mayAskAboutAnyone(String tenantId) {
        if (!(caller instanceof Caller.Member person)) {
            return true;
        }
        TenantRole role = tenants.cachedRole(realm, tenantId, person.user().getId());
        if (role != null && !role.isAtLeast(TenantRole.ADMIN)) {
            throw Problem.forbidden("insufficient_role", "Asking about others needs the role admin in the tenant")
                    .asException();
        }
        return role != null;
    }

    private Subject user(String tenantId, String userId, @Nullable String sessionId) {
        // An admin of a tenant learns nothing of the sessions and the state of those who do not belong to it.
        return caller instanceof Caller.Member && tenants.cachedRole(realm, tenantId, userId) == null
                ? stranger(userId)
                : subjects.named(tenantId, new Named(userId, null, sessionId));
    }

    private static Subject stranger(String id) {
        return new Subject.User(id, null, null);
    }
}
