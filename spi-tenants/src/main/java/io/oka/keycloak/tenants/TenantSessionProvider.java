package io.oka.keycloak.tenants;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * The sessions that people have in a tenant. They are Keycloak's own user and client sessions; nothing is kept beside
 * them. Callers are authorized before they come here.
 */
public interface TenantSessionProvider extends Provider {

    /** Of the tenant's members; last used first. */
    List<TenantSession> getSessions(TenantModel tenant, TenantSession.Filter filter, int first, int max);

    long countSessions(TenantModel tenant, TenantSession.Filter filter);

    /** The session of this id in this tenant; null if there is none. */
    @Nullable
    TenantSession getSession(TenantModel tenant, String id);

    /** Ends a session online and offline, and the login itself if that was its last one. */
    void end(TenantModel tenant, TenantSession session);

    /**
     * Ends all of these sessions, in transactions of their own: if the process dies in between, those that are left can be
     * ended by the same call.
     */
    void endAll(TenantModel tenant, TenantSession.Filter filter);

    /** Ends all logins of this user, whatever tenants they are for. */
    void endAll(RealmModel realm, UserModel user);

    /** Ends this client's session in a login, whatever tenant it is for, in a transaction of its own. */
    void endNow(RealmModel realm, String loginId, String clientId, String reason);

    /** A number higher than every one given before, on any node: the turn in which a login came. */
    long nextTurn();

    /** Whether another login holds this slot by a later turn. */
    boolean isTakenLater(RealmModel realm, TenantSession.Slot slot, String loginId, long turn);

    /** Ends all sessions in this slot but those of the login that holds it by the latest turn; logins stay. */
    void endOlder(RealmModel realm, TenantSession.Slot slot);
}
