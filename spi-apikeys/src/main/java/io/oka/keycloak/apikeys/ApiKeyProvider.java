package io.oka.keycloak.apikeys;

import io.oka.keycloak.tenants.TenantModel;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/**
 * Stores API keys as keyed hashes and keeps their invariants: how many a tenant may have, one successor each, no return
 * of what has ended. Every change is published in the transaction that makes it, and raises an {@link
 * ApiKeyChangedEvent}. Callers are authorized before they come here.
 *
 * <p>What the state does not allow ends in a {@link io.oka.keycloak.common.problem.ConflictException}.
 */
public interface ApiKeyProvider extends Provider {

    /**
     * Makes a key, with the tenant held: keys count here.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code key_limit_reached}, {@code tenant_deleted}
     */
    IssuedApiKey create(TenantModel tenant, NewApiKey key);

    @Nullable
    ApiKey get(TenantModel tenant, String id);

    /** Newest first. */
    List<ApiKey> list(TenantModel tenant, ApiKeyQuery query, int first, int max);

    long count(TenantModel tenant, ApiKeyQuery query);

    /**
     * Changes a key, which is held while its new terms are worked out. A new limit holds for the whole family.
     *
     * @param change from the key as it is to the terms on which it shall work
     * @return the key as it is now; null if there is no such key
     * @throws io.oka.keycloak.common.problem.ConflictException {@code not_active}, {@code tenant_deleted}
     */
    @Nullable
    ApiKey update(TenantModel tenant, String id, Function<ApiKey, ApiKeyTerms> change);

    /**
     * Ends a key for good. Revoking twice is as good as once, and of a deleted tenant's keys as good as of others.
     *
     * @return the key as it is now; null if there is no such key
     */
    @Nullable
    ApiKey revoke(TenantModel tenant, String id, RevocationReason reason);

    /**
     * Makes the one successor of a key: of the same family, with the same scopes, limits and end. The key itself works
     * on for the grace, and never past its own end.
     *
     * @param rotatedBy id of the user who asks; null for an operator
     * @return the successor; null if there is no such key
     * @throws io.oka.keycloak.common.problem.ConflictException {@code not_active}, {@code already_rotated}, {@code
     *     tenant_deleted}
     */
    @Nullable
    IssuedApiKey rotate(TenantModel tenant, String id, Duration grace, @Nullable String rotatedBy);

    /**
     * What was presented as a key, if it has the form of one and its checksum is right; null for all else. Asks no
     * database, throws nothing, and takes as long for one key as for another.
     */
    @Nullable
    ApiKeySecret parse(@Nullable String presented);

    /**
     * The key in this realm that this is, whatever its state and whichever pepper it is hashed under, with its tenant:
     * one {@code SELECT}, of an index, and no lock.
     */
    @Nullable
    FoundApiKey findBySecret(RealmModel realm, ApiKeySecret secret);

    /** The same by the keys' ids, for what was issued for keys and for what names them. Ids of none are passed over. */
    List<FoundApiKey> findByIds(RealmModel realm, Collection<String> ids);

    /**
     * Names a secret in this process's memory without holding it: HMAC-SHA256 under the current pepper, in hexadecimal.
     */
    String fingerprint(RealmModel realm, ApiKeySecret secret);

    /** The version of the pepper under which new keys are hashed. */
    int pepperVersion();

    /**
     * Hashes a key that was found under an older pepper with the current one, for background work. Publishes nothing:
     * to its tenant it is the same key.
     *
     * @return false if it is hashed so already, or is not there
     */
    boolean rehash(RealmModel realm, String id, ApiKeySecret secret);

    /**
     * Writes when keys were used last, in one statement; never sets a time back. Keys that are not there are passed
     * over. Publishes nothing and raises no event.
     *
     * @param lastUses by key id
     */
    void recordUses(Map<String, Instant> lastUses);
}
