package io.oka.keycloak.tenants.organization;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.authorization.fgap.AdminPermissionsSchema;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.UserCache;
import org.keycloak.organization.OrganizationProvider;

/**
 * The native side of a linked tenant's membership, changed through Keycloak's own provider, so that its caches, groups
 * and listeners know. Works also while Organizations are switched off in the realm: the rows are there, and a link that
 * rested then would have to guess afterwards who was right.
 *
 * <p>Everything here belongs to the session's realm, and happens in its transaction.
 */
public final class NativeMembers {

    /** The code of a conflict: there is no native membership to follow any more. */
    public static final String ENDED = "native_membership_ended";

    private static final String FOLLOWING = "oka.organization.following/";

    private final KeycloakSession session;

    public NativeMembers(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Whether a change to this membership is being carried over from one side to the other right now: then it is not
     * carried back.
     */
    public static boolean isFollowing(KeycloakSession session, String organizationId, String userId) {
        return session.getAttribute(key(organizationId, userId)) != null;
    }

    /** Carries one change over to the other side. */
    static <T> T following(KeycloakSession session, String organizationId, String userId, Supplier<T> change) {
        String key = key(organizationId, userId);
        session.setAttribute(key, Boolean.TRUE);
        try {
            return change.get();
        } finally {
            session.removeAttribute(key);
        }
    }

    /**
     * The user, past Keycloak's cache: that may remember a membership which has ended on another node or without a word,
     * and Keycloak asks it whether there is anything to do. Null if there is no such user.
     */
    public @Nullable UserModel find(String userId) {
        RealmModel realm = session.getContext().getRealm();
        UserModel user = session.users().getUserById(realm, userId);
        UserCache cache = session.getProvider(UserCache.class);
        if (user == null || cache == null) {
            return user;
        }
        cache.evict(realm, user);
        return session.users().getUserById(realm, userId);
    }

    /**
     * Makes the user a native member, unmanaged.
     *
     * @return false if nothing was done: as far as Keycloak's cache knows the user is a member, or the server runs without
     *     Organizations. True says little: where the cache does not know of a membership that is there, Keycloak writes
     *     nothing and tells of a join all the same.
     */
    public boolean join(String organizationId, UserModel user) {
        return change(organizationId, user, (provider, organization) -> provider.addMember(organization, user));
    }

    /**
     * Ends a native membership. The caller holds the tenant and knows that it is not managed: Keycloak deletes a user whose
     * managed membership ends.
     */
    public void leave(String organizationId, UserModel user) {
        change(organizationId, user, (provider, organization) -> provider.removeMember(organization, user));
    }

    private boolean change(String organizationId, UserModel user, Change change) {
        OrganizationProvider provider = session.getProvider(OrganizationProvider.class);
        OrganizationModel organization = provider == null ? null : find(provider, organizationId);
        if (provider == null || organization == null) {
            return false;
        }
        // A tenant's admin has no permission for Organizations, and needs none: without this Keycloak would not see the
        // membership that is to end where fine-grained permissions are on.
        return following(
                session,
                organizationId,
                user.getId(),
                () -> AdminPermissionsSchema.runWithoutAuthorization(
                        session, () -> change.make(provider, organization)));
    }

    private static @Nullable OrganizationModel find(OrganizationProvider provider, String organizationId) {
        return provider.getById(organizationId);
    }

    private static String key(String organizationId, String userId) {
        return FOLLOWING + organizationId + "/" + userId;
    }

    private interface Change {

        boolean make(OrganizationProvider provider, OrganizationModel organization);
    }
}
