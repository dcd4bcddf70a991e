package io.oka.keycloak.tenants;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * Stores tenants and memberships, and keeps their invariants: unique names, at least one owner, seats. Every change is
 * published in the transaction that makes it. Callers are authorized before they come here.
 *
 * <p>What the state does not allow ends in a {@link io.oka.keycloak.common.problem.ConflictException}.
 */
public interface TenantProvider extends Provider {

    /**
     * @param owner its first owner; null for an operator who will appoint one
     * @throws io.oka.keycloak.common.problem.ConflictException {@code name_taken}
     */
    TenantModel createTenant(RealmModel realm, NewTenant tenant, @Nullable UserModel owner);

    /**
     * Like {@link #createTenant}, for a person who makes a tenant of their own.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code tenant_limit_reached}, {@code name_taken}
     */
    TenantModel createOwnTenant(RealmModel realm, NewTenant tenant, UserModel owner);

    /** The living tenant of this id in this realm; null if there is none. */
    @Nullable
    TenantModel getTenant(RealmModel realm, String id);

    /** The living tenant of this name in this realm; null if there is none. */
    @Nullable
    TenantModel getTenantByName(RealmModel realm, String name);

    /** The tenant of this id in this realm, also if it is deleted and not yet purged. */
    @Nullable
    TenantModel getTenantOrDeleted(RealmModel realm, String id);

    /** Oldest first. */
    List<TenantModel> searchTenants(RealmModel realm, TenantQuery query, int first, int max);

    long countTenants(RealmModel realm, TenantQuery query);

    /** Which of these tenants have no owner. */
    List<String> ownerless(RealmModel realm, List<String> tenantIds);

    /** Which of these ids are those of living tenants of the realm. */
    List<String> living(RealmModel realm, List<String> tenantIds);

    /** Holds the tenant's row until the transaction ends and reads it anew: for changes that must not cross. */
    void lock(TenantModel tenant);

    /**
     * Like {@link #lock(TenantModel)}, for a change to this user's membership: holds first what a native Organization
     * that is linked keeps of it, in the order in which Keycloak itself takes the two.
     */
    void lock(TenantModel tenant, String userId);

    /**
     * Links the tenant with a native Organization of its realm, and carries over who belongs to it: from the side that
     * {@link TenantModel#getMembershipAuthority} names to the other. From then on membership follows both ways, in the
     * transaction that changes it. A link that it had with another Organization ends. The caller holds the tenant.
     *
     * <p>With more than a thousand differences the rest is left to the reconciliation, which runs on a schedule.
     *
     * @return false if the realm has no such Organization
     * @throws io.oka.keycloak.common.problem.ConflictException {@code organizations_disabled}, {@code
     *     organization_linked} with another tenant, {@code member_limit_reached} if those who would have to join are more
     *     than the tenant has seats for
     */
    boolean link(TenantModel tenant, String organizationId);

    /** Ends the link, if there is one; both sides keep their members. The caller holds the tenant. */
    void unlink(TenantModel tenant);

    /** The living tenant that is linked with this Organization; null if there is none. */
    @Nullable
    TenantModel getTenantByOrganization(RealmModel realm, String organizationId);

    /**
     * Like {@link #getTenantByOrganization}, for a change that has happened on the native side: holds the tenant until
     * the transaction ends, and lets nobody link the Organization until then if it is not linked.
     */
    @Nullable
    TenantModel lockTenantByOrganization(RealmModel realm, String organizationId);

    /** Writes what was set on the tenant, and says that it changed. */
    void updated(TenantModel tenant);

    /** Does nothing if it is suspended already. */
    void suspend(TenantModel tenant);

    void resume(TenantModel tenant);

    /** Soft: its name is free at once, and all that it could do ends; it can be restored until it is purged. */
    void delete(TenantModel tenant);

    /**
     * @throws io.oka.keycloak.common.problem.ConflictException {@code name_taken}, {@code not_deleted}
     */
    void restore(TenantModel tenant);

    /** The user's role in this living tenant, read from the database; null for anyone but a member. */
    @Nullable
    TenantRole getRole(TenantModel tenant, String userId);

    @Nullable
    MemberDetails getMember(TenantModel tenant, String userId);

    /** Longest-standing first. */
    List<MemberDetails> getMembers(TenantModel tenant, int first, int max);

    long countMembers(TenantModel tenant);

    /**
     * Members by user id, each with what decisions go by: one query, of an index, however far into the tenant.
     *
     * @param least only those of this role or a higher one
     * @param after only those whose user id comes after this one; empty for the first
     */
    List<MemberStanding> getStandings(TenantModel tenant, TenantRole least, String after, int max);

    /** The user's memberships in living tenants, by the tenant's name. */
    List<Membership> getMemberships(RealmModel realm, String userId, int first, int max);

    long countMemberships(RealmModel realm, String userId);

    /** The user's membership in this living tenant, given by id or name; null if there is none. */
    @Nullable
    Membership getMembership(RealmModel realm, String userId, String tenantIdOrName);

    /**
     * Adds a member, to a linked native Organization as well. Nothing of it stays after a conflict.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code already_member}, {@code member_limit_reached},
     *     {@code tenant_deleted}, {@code organization_link_changed} if the tenant was linked or unlinked at this very
     *     moment
     */
    MemberDetails addMember(TenantModel tenant, UserModel user, TenantRole role);

    /**
     * Like {@link #addMember(TenantModel, UserModel, TenantRole)}, for whoever adds on a ground of its own.
     *
     * @param ground runs with the tenant held, before anything of it is changed; what it throws is thrown, and a {@link
     *     io.oka.keycloak.common.problem.ConflictException} leaves nothing behind
     */
    MemberDetails addMember(TenantModel tenant, UserModel user, TenantRole role, Runnable ground);

    /**
     * @return the member as it is now; null if there is no such member
     * @throws io.oka.keycloak.common.problem.ConflictException {@code last_owner}, {@code tenant_deleted}
     */
    @Nullable
    MemberDetails setRole(TenantModel tenant, String userId, TenantRole role);

    /**
     * Removes a member, from a linked native Organization as well.
     *
     * @return whether there was such a member
     * @throws io.oka.keycloak.common.problem.ConflictException {@code last_owner}, {@code tenant_deleted}; {@code
     *     managed_member} if the account belongs to the linked Organization, so that taking it out there would delete it
     */
    boolean removeMember(TenantModel tenant, String userId);

    /** From a local cache that every node clears when the tenant changes; at most 30 seconds old. */
    @Nullable
    TenantSnapshot snapshot(RealmModel realm, String tenantId);

    /** What {@link #offerSnapshot} asks for: taken before the tenant is read. */
    long snapshotMark();

    /**
     * What was read of a living tenant together with something that belongs to it, so that {@link #snapshot} need not read
     * it again. Passed over if any tenant has changed since the mark.
     */
    void offerSnapshot(RealmModel realm, TenantSnapshot snapshot, long mark);

    /** From a local cache that every node clears when the membership changes; at most 30 seconds old. */
    @Nullable
    TenantRole cachedRole(RealmModel realm, String tenantId, String userId);
}
