package io.oka.keycloak.tenants.jpa;

import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantSession;
import io.oka.keycloak.tenants.TenantSessionProvider;
import io.oka.keycloak.tenants.session.SessionEnding;
import io.oka.keycloak.tenants.session.SessionEnding.EmptyLogin;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Finds Keycloak's stored sessions by SQL, and changes them through Keycloak alone. */
final class JpaTenantSessionProvider implements TenantSessionProvider {

    private static final String ENDED = "ended_by_request";
    private static final String NEWER_LOGIN = "newer_login";

    private static final int ENDED_AT_ONCE = 50;

    private final KeycloakSession session;
    private final EntityManager em;

    JpaTenantSessionProvider(KeycloakSession session, EntityManager em) {
        this.session = session;
        this.em = em;
    }

    @Override
    public List<TenantSession> getSessions(TenantModel tenant, TenantSession.Filter filter, int first, int max) {
        return join(tenant, rows(tenant.getRealm()).keys(tenant.getId(), filter, first, max));
    }

    @Override
    public long countSessions(TenantModel tenant, TenantSession.Filter filter) {
        return rows(tenant.getRealm()).count(tenant.getId(), filter);
    }

    @Override
    public @Nullable TenantSession getSession(TenantModel tenant, String id) {
        SessionRows.Key key = rows(tenant.getRealm()).find(tenant.getId(), id);
        return key == null
                ? null
                : join(tenant, List.of(key)).stream().findFirst().orElse(null);
    }

    @Override
    public void end(TenantModel tenant, TenantSession ended) {
        new SessionEnding(session, tenant.getRealm())
                .end(ended.loginId(), ended.clientId(), tenant.getId(), EmptyLogin.ENDS, ENDED);
    }

    @Override
    public void endAll(TenantModel tenant, TenantSession.Filter filter) {
        String realmId = tenant.getRealm().getId();
        String tenantId = tenant.getId();
        // All that there are now, and no more: who logs in meanwhile stays.
        List<SessionRows.Key> all = rows(tenant.getRealm()).keys(tenantId, filter, 0, Integer.MAX_VALUE);
        for (int from = 0; from < all.size(); from += ENDED_AT_ONCE) {
            List<SessionRows.Key> some = all.subList(from, Math.min(from + ENDED_AT_ONCE, all.size()));
            KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), session.getContext(), own -> {
                SessionEnding ending = new SessionEnding(own, own.realms().getRealm(realmId));
                some.forEach(key -> ending.end(key.loginId(), key.clientId(), tenantId, EmptyLogin.ENDS, ENDED));
            });
        }
    }

    @Override
    public void endAll(RealmModel realm, UserModel user) {
        new SessionEnding(session, realm).endAll(user, ENDED);
    }

    @Override
    public void endNow(RealmModel realm, String loginId, String clientId, String reason) {
        String realmId = realm.getId();
        KeycloakModelUtils.runJobInTransaction(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                own -> new SessionEnding(own, own.realms().getRealm(realmId)).end(loginId, clientId, reason));
    }

    @Override
    public long nextTurn() {
        Object turn = em.createNativeQuery("select nextval('OKA_SESSION_TURN')").getSingleResult();
        return ((Number) turn).longValue();
    }

    @Override
    public boolean isTakenLater(RealmModel realm, TenantSession.Slot slot, String loginId, long turn) {
        return StoredSession.turns(rows(realm).rows(slot)).entrySet().stream()
                .anyMatch(other -> !other.getKey().equals(loginId) && other.getValue() > turn);
    }

    @Override
    public void endOlder(RealmModel realm, TenantSession.Slot slot) {
        Map<String, Long> turns = StoredSession.turns(rows(realm).rows(slot));
        long latest = turns.values().stream().mapToLong(Long::longValue).max().orElse(0);
        SessionEnding ending = new SessionEnding(session, realm);
        turns.forEach((loginId, turn) -> {
            if (turn < latest) {
                ending.end(loginId, slot.clientId(), slot.tenantId(), EmptyLogin.STAYS, NEWER_LOGIN);
            }
        });
    }

    @Override
    public void close() {}

    private List<TenantSession> join(TenantModel tenant, List<SessionRows.Key> keys) {
        return StoredSession.join(
                tenant.getRealm(), tenant.getId(), keys, rows(tenant.getRealm()).rows(tenant.getId(), keys));
    }

    private SessionRows rows(RealmModel realm) {
        return new SessionRows(em, realm);
    }
}
