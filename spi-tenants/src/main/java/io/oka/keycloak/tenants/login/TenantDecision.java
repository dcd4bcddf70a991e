package io.oka.keycloak.tenants.login;

import io.oka.keycloak.tenants.Membership;
import io.oka.keycloak.tenants.TenantNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides which tenant a login is for, or what must be asked first. */
final class TenantDecision {

    static final String HINT_MISSED = "okaTenantHintMissed";

    private static final String NO_NOTICE = "";

    private TenantDecision() {}

    /** The user's memberships; asked for only as far as the decision needs them. */
    interface Memberships {

        /** The membership in the tenant of this id or name; null if there is none. */
        @Nullable
        Membership find(String tenantIdOrName);

        List<Membership> list();
    }

    /**
     * What is known of a login besides the memberships.
     *
     * @param hint the tenant that the request names by id or name
     * @param led id of the tenant that is linked with the Organization through which the login came
     * @param present id of the tenant that this login is for already
     * @param ask whether the user wants to be asked even so
     * @param pages whether there is somebody to show a page to
     */
    record Facts(
            @Nullable String hint,
            @Nullable String led,
            @Nullable String present,
            boolean ask,
            boolean pages,
            NoTenant noTenant) {}

    static TenantStep decide(Facts facts, Memberships memberships) {
        boolean hinted = facts.hint() != null && !facts.hint().isEmpty();
        if (hinted) {
            Membership named = find(memberships, facts.hint());
            if (named != null) {
                return new TenantStep.Take(named.tenant().getId());
            }
        } else if (!facts.ask()) {
            Membership known = byId(memberships, facts.led());
            known = known == null ? byId(memberships, facts.present()) : known;
            if (known != null) {
                return new TenantStep.Take(known.tenant().getId());
            }
        }
        List<Membership> all = memberships.list();
        if (all.isEmpty()) {
            return withoutAny(facts);
        }
        if (!hinted && all.size() == 1) {
            return new TenantStep.Take(all.get(0).tenant().getId());
        }
        // A hint that missed never ends in another tenant by itself.
        return facts.pages() ? new TenantStep.Choose(all, hinted ? HINT_MISSED : NO_NOTICE) : new TenantStep.GoOn();
    }

    private static @Nullable Membership byId(Memberships memberships, @Nullable String tenantId) {
        Membership found = find(memberships, tenantId);
        return found != null && found.tenant().getId().equals(tenantId) ? found : null;
    }

    private static @Nullable Membership find(Memberships memberships, @Nullable String tenantIdOrName) {
        // An id passes for a name; nothing else can name a tenant, and junk is kept from the database.
        return tenantIdOrName == null || !TenantNames.isAcceptable(tenantIdOrName)
                ? null
                : memberships.find(tenantIdOrName);
    }

    private static TenantStep withoutAny(Facts facts) {
        if (facts.noTenant() == NoTenant.DENY) {
            return new TenantStep.Deny();
        }
        return facts.noTenant() == NoTenant.CREATE && facts.pages() ? TenantStep.Create.EMPTY : new TenantStep.GoOn();
    }
}
