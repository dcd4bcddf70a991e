package io.oka.keycloak.tenants.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.keycloak.tenants.Membership;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.login.TenantDecision.Facts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantDecisionTest {

    private static final Membership ACME = membership("id-acme", "acme");
    private static final Membership GLOBEX = membership("id-globex", "globex");

    @Test
    void onlyTenantIsTaken() {
        assertThat(decide(browser(NoTenant.DENY), ACME)).isEqualTo(new TenantStep.Take("id-acme"));
        assertThat(decide(directGrant(NoTenant.DENY), ACME)).isEqualTo(new TenantStep.Take("id-acme"));
    }

    @Test
    void severalTenantsAreAskedForInABrowser() {
        assertThat(decide(browser(NoTenant.CONTINUE), ACME, GLOBEX))
                .isEqualTo(new TenantStep.Choose(List.of(ACME, GLOBEX), ""));
    }

    @ParameterizedTest
    @EnumSource(NoTenant.class)
    void severalTenantsLeaveADirectGrantWithoutOne(NoTenant noTenant) {
        assertThat(decide(directGrant(noTenant), ACME, GLOBEX)).isEqualTo(new TenantStep.GoOn());
    }

    @Test
    void noTenantIsTreatedAsTheFlowSays() {
        assertThat(decide(browser(NoTenant.DENY))).isEqualTo(new TenantStep.Deny());
        assertThat(decide(browser(NoTenant.CONTINUE))).isEqualTo(new TenantStep.GoOn());
        assertThat(decide(browser(NoTenant.CREATE))).isEqualTo(TenantStep.Create.EMPTY);
        assertThat(decide(directGrant(NoTenant.DENY))).isEqualTo(new TenantStep.Deny());
        assertThat(decide(directGrant(NoTenant.CONTINUE))).isEqualTo(new TenantStep.GoOn());
    }

    @Test
    void nothingIsCreatedWhereThereIsNoPage() {
        assertThat(decide(directGrant(NoTenant.CREATE))).isEqualTo(new TenantStep.GoOn());
    }

    @ParameterizedTest
    @ValueSource(strings = {"id-globex", "globex"})
    void hintSkipsThePage(String hint) {
        assertThat(decide(hinted(hint, true), ACME, GLOBEX)).isEqualTo(new TenantStep.Take("id-globex"));
        assertThat(decide(hinted(hint, false), ACME, GLOBEX)).isEqualTo(new TenantStep.Take("id-globex"));
    }

    @Test
    void hintBeatsThePresentChoice() {
        Facts facts = new Facts("globex", null, "id-acme", false, true, NoTenant.CONTINUE);

        assertThat(decide(facts, ACME, GLOBEX)).isEqualTo(new TenantStep.Take("id-globex"));
    }

    @Test
    void organizationThatTheLoginCameThroughBeatsThePresentChoice() {
        Facts facts = new Facts(null, "id-globex", "id-acme", false, true, NoTenant.CONTINUE);

        assertThat(decide(facts, ACME, GLOBEX)).isEqualTo(new TenantStep.Take("id-globex"));
    }

    @Test
    void organizationLeadsNobodyIntoATenantThatIsNotTheirs() {
        Facts facts = new Facts(null, "id-globex", null, false, true, NoTenant.CONTINUE);

        assertThat(decide(facts, ACME)).isEqualTo(new TenantStep.Take("id-acme"));
        assertThat(decide(facts)).isEqualTo(new TenantStep.GoOn());
    }

    @Test
    void hintBeatsTheOrganizationThatTheLoginCameThrough() {
        Facts facts = new Facts("acme", "id-globex", null, false, true, NoTenant.CONTINUE);

        assertThat(decide(facts, ACME, GLOBEX)).isEqualTo(new TenantStep.Take("id-acme"));
    }

    @Test
    void whoWantsToBeAskedIsAskedAlsoInAnOrganization() {
        Facts facts = new Facts(null, "id-globex", null, true, true, NoTenant.CONTINUE);

        assertThat(decide(facts, ACME, GLOBEX)).isEqualTo(new TenantStep.Choose(List.of(ACME, GLOBEX), ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"initech", "ACME", "acme\u0000", "a", "' or 1=1 --"})
    void hintThatMissesNeverEndsInAnotherTenant(String hint) {
        assertThat(decide(hinted(hint, true), ACME))
                .isEqualTo(new TenantStep.Choose(List.of(ACME), TenantDecision.HINT_MISSED));
        assertThat(decide(hinted(hint, false), ACME)).isEqualTo(new TenantStep.GoOn());
    }

    @Test
    void hintThatMissesDoesNotFallBackToThePresentChoice() {
        Facts facts = new Facts("initech", null, "id-acme", false, true, NoTenant.CONTINUE);

        assertThat(decide(facts, ACME)).isEqualTo(new TenantStep.Choose(List.of(ACME), TenantDecision.HINT_MISSED));
    }

    @Test
    void hintThatMissesIsAsNoneForWhoHasNone() {
        assertThat(decide(hinted("initech", true))).isEqualTo(new TenantStep.GoOn());
        assertThat(decide(new Facts("initech", null, null, false, true, NoTenant.DENY)))
                .isEqualTo(new TenantStep.Deny());
    }

    @Test
    void emptyHintIsNone() {
        assertThat(decide(hinted("", true), ACME)).isEqualTo(new TenantStep.Take("id-acme"));
    }

    @Test
    void junkNeverReachesTheDatabase() {
        List<String> asked = new ArrayList<>();
        TenantDecision.Memberships recording = new TenantDecision.Memberships() {
            @Override
            public @Nullable Membership find(String tenantIdOrName) {
                asked.add(tenantIdOrName);
                return null;
            }

            @Override
            public List<Membership> list() {
                return List.of();
            }
        };

        TenantDecision.decide(hinted("acme\u0000", true), recording);

        assertThat(asked).isEmpty();
    }

    @Test
    void presentChoiceHolds() {
        Facts facts = new Facts(null, null, "id-globex", false, true, NoTenant.CONTINUE);

        assertThat(decide(facts, ACME, GLOBEX)).isEqualTo(new TenantStep.Take("id-globex"));
    }

    @Test
    void presentChoiceIsForgottenWithTheMembership() {
        Facts facts = new Facts(null, null, "id-globex", false, true, NoTenant.DENY);

        assertThat(decide(facts, ACME)).isEqualTo(new TenantStep.Take("id-acme"));
        assertThat(decide(facts)).isEqualTo(new TenantStep.Deny());
    }

    @Test
    void presentChoiceIsAnIdAndNeverAName() {
        Facts facts = new Facts(null, null, "globex", false, true, NoTenant.CONTINUE);

        assertThat(decide(facts, ACME, GLOBEX)).isInstanceOf(TenantStep.Choose.class);
    }

    @Test
    void whoWantsToBeAskedIsAskedDespiteThePresentChoice() {
        Facts facts = new Facts(null, null, "id-globex", true, true, NoTenant.CONTINUE);

        assertThat(decide(facts, ACME, GLOBEX)).isEqualTo(new TenantStep.Choose(List.of(ACME, GLOBEX), ""));
        assertThat(decide(facts, GLOBEX)).isEqualTo(new TenantStep.Take("id-globex"));
    }

    private static Facts browser(NoTenant noTenant) {
        return new Facts(null, null, null, false, true, noTenant);
    }

    private static Facts directGrant(NoTenant noTenant) {
        return new Facts(null, null, null, false, false, noTenant);
    }

    private static Facts hinted(String hint, boolean pages) {
        return new Facts(hint, null, null, false, pages, NoTenant.CONTINUE);
    }

    private static TenantStep decide(Facts facts, Membership... memberships) {
        return TenantDecision.decide(facts, new TenantDecision.Memberships() {
            @Override
            public @Nullable Membership find(String tenantIdOrName) {
                return Stream.of(memberships)
                        .filter(membership -> membership.tenant().getId().equals(tenantIdOrName)
                                || membership.tenant().getName().equals(tenantIdOrName))
                        .findFirst()
                        .orElse(null);
            }

            @Override
            public List<Membership> list() {
                return List.of(memberships);
            }
        });
    }

    private static Membership membership(String id, String name) {
        return new Membership(new FakeTenant(id, name), "user", TenantRole.MEMBER, Instant.EPOCH);
    }
}
