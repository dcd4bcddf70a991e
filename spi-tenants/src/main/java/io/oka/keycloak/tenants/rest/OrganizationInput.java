package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.common.http.Patch;
import io.oka.keycloak.common.problem.FieldError;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.tenants.MembershipAuthority;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import java.util.List;
import java.util.Map;

/** What operators write about a tenant's link with a native Organization. */
final class OrganizationInput {

    static final String ORGANIZATION = "organizationId";
    static final String AUTHORITY = "membershipAuthority";

    private OrganizationInput() {}

    /**
     * Links and unlinks as the patch says. Comes before all else that the patch says, since it writes at once.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 400 {@code organization_not_found}, or naming the member at
     *     fault
     */
    static void apply(Patch patch, TenantModel tenant, TenantProvider tenants) {
        if (patch.has(AUTHORITY)) {
            tenant.setMembershipAuthority(authority(patch));
        }
        if (patch.has(ORGANIZATION)) {
            String organizationId = patch.getText(ORGANIZATION);
            if (organizationId == null) {
                tenants.unlink(tenant);
            } else if (!tenants.link(tenant, organizationId)) {
                throw notFound();
            }
        }
    }

    private static MembershipAuthority authority(Patch patch) {
        String text = patch.getText(AUTHORITY);
        MembershipAuthority authority = text == null ? MembershipAuthority.TENANT : MembershipAuthority.find(text);
        if (authority == null) {
            throw Problem.invalid(AUTHORITY, "must be tenant or organization").asException();
        }
        return authority;
    }

    private static RuntimeException notFound() {
        return new Problem(
                        400,
                        "organization_not_found",
                        "Members of the request are not acceptable",
                        null,
                        List.of(new FieldError(ORGANIZATION, "names no Organization of this realm")),
                        Map.of())
                .asException();
    }
}
