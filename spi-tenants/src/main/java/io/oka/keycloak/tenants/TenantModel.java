package io.oka.keycloak.tenants;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/** A customer of the product: a named group of users of one realm that buys, owns and limits things together. */
public interface TenantModel {

    String getId();

    RealmModel getRealm();

    /** Unique in the realm among tenants that are not deleted; part of addresses and tokens. */
    String getName();

    /**
     * @throws io.oka.keycloak.common.problem.ConflictException {@code name_taken}, at the latest when the transaction is
     *     flushed
     */
    void setName(String name);

    @Nullable
    String getDisplayName();

    void setDisplayName(@Nullable String displayName);

    Map<String, List<String>> getAttributes();

    void setAttributes(Map<String, List<String>> attributes);

    /** Units a month that override the plan's limit; null leaves it to the plan. */
    @Nullable
    Long getQuotaLimit();

    void setQuotaLimit(@Nullable Long quotaLimit);

    /** The native Organization that this tenant is linked with; see {@link TenantProvider#link}. */
    @Nullable
    String getOrganizationId();

    /** Which side of that link is right where the two differ; kept, and of no consequence, while there is none. */
    MembershipAuthority getMembershipAuthority();

    void setMembershipAuthority(MembershipAuthority authority);

    boolean isSuspended();

    /** When it was deleted; null while it lives. */
    @Nullable
    Instant getDeletedAt();

    Instant getCreatedAt();

    Instant getUpdatedAt();

    /** Rises with each change to the tenant itself, not with its members'. */
    long getVersion();

    /** Something happened to a tenant as a whole, in the transaction of the session that it names. */
    interface TenantEvent extends ProviderEvent {

        KeycloakSession getSession();

        TenantModel getTenant();
    }

    /** The tenant was made: whoever keeps something for each tenant begins it now, in this transaction. */
    record TenantCreatedEvent(KeycloakSession getSession, TenantModel getTenant) implements TenantEvent {}

    /** The tenant was deleted; it can be restored for a while. What it may no longer do ends here. */
    record TenantDeletedEvent(KeycloakSession getSession, TenantModel getTenant) implements TenantEvent {}

    /** The tenant is being purged: whoever keeps rows of it removes them now, in this transaction. */
    record TenantPurgedEvent(KeycloakSession getSession, TenantModel getTenant) implements TenantEvent {}

    /** Somebody is no longer a member. */
    record MemberRemovedEvent(KeycloakSession getSession, TenantModel getTenant, String userId)
            implements TenantEvent {}
}
