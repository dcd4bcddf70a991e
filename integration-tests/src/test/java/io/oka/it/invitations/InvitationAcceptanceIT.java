package io.oka.it.invitations;

import static io.oka.it.support.Tenants.createWithTeam;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.ChangeRow;
import io.oka.it.support.Inbox;
import io.oka.it.support.Invitations;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an invitation is good for once somebody accepts it, past all pages: alice is owner, bob admin, carol member. */
@OkaServer
final class InvitationAcceptanceIT {

    private final Oka oka;
    private final TestRealm realm;
    private String tenant = "";

    InvitationAcceptanceIT(Oka oka, TestRealm realm) {
        this.oka = oka;
        this.realm = realm;
    }

    @BeforeEach
    void tenantWithTeam() {
        realm.update(Map.of("smtpServer", Inbox.nobody()));
        tenant = createWithTeam(realm);
    }

    @Test
    void whoAcceptsIsAMember() {
        String id = invite("bob", "dave", "admin");

        accept(id, "dave").expect(204);

        assertThat(role("dave")).isEqualTo("admin");
        assertThat(status(id)).isEqualTo("accepted");
        List<ChangeRow> changes = ChangeRow.of(oka, tenant);
        assertThat(changes.subList(changes.size() - 2, changes.size()))
                .extracting(ChangeRow::type)
                .containsExactlyInAnyOrder("user.added_to_tenant", "invitation.accepted");
        assertThat(ChangeRow.last(oka, tenant).datum("userId")).isEqualTo(realm.userId("dave"));
    }

    @Test
    void secondAcceptanceIsRefusedAndSaidOnce() {
        String id = invite("bob", "dave", "member");
        accept(id, "dave").expect(204);

        assertThat(accept(id, "dave").expect(409).code()).isEqualTo("invitation_accepted");

        assertThat(ChangeRow.types(oka, tenant))
                .filteredOn("invitation.accepted"::equals)
                .hasSize(1);
        assertThat(realm.as("bob")
                        .delete("/tenants/" + tenant + "/invitations/" + id)
                        .send()
                        .expect(409)
                        .code())
                .isEqualTo("invitation_accepted");
    }

    @Test
    void memberIsRaisedAndNeverLowered() {
        String raising = invite("bob", "dave", "admin");
        Tenants.addMember(realm, tenant, "dave", "member");
        String lowering = invite("bob", "erin", "member");
        Tenants.addMember(realm, tenant, "erin", "admin");

        accept(raising, "dave").expect(204);
        accept(lowering, "erin").expect(204);

        assertThat(role("dave")).isEqualTo("admin");
        assertThat(role("erin")).isEqualTo("admin");
        assertThat(status(lowering)).isEqualTo("accepted");
    }

    @Test
    void anotherAddressIsRefused() {
        String id = invite("bob", "dave", "member");

        assertThat(accept(id, "erin").expect(409).code()).isEqualTo("wrong_account");

        assertThat(role("erin")).isEmpty();
        assertThat(status(id)).isEqualTo("pending");
    }

    @Test
    void earlierLinkIsReplacedByAResend() {
        String id = invite("bob", "dave", "member");
        String earlier = Invitations.linkId(oka, id);
        realm.as("bob")
                .post("/tenants/" + tenant + "/invitations/" + id + "/resend")
                .send()
                .expect(200);

        assertThat(Invitations.accept(realm, id, earlier, realm.userId("dave"))
                        .expect(409)
                        .code())
                .isEqualTo("invitation_replaced");
        accept(id, "dave").expect(204);
    }

    @Test
    void whatIsNoMoreOrNotYetIsRefused() {
        String revoked = invite("bob", "dave", "member");
        realm.as("bob")
                .delete("/tenants/" + tenant + "/invitations/" + revoked)
                .send()
                .expect(204);
        String waiting = invite("bob", "dave", "member");

        assertThat(accept(revoked, "dave").expect(409).code()).isEqualTo("invitation_revoked");
        assertThat(Invitations.accept(realm, "nothing", "x", realm.userId("dave"))
                        .expect(409)
                        .code())
                .isEqualTo("invitation_not_found");
        Tenants.suspend(realm, tenant);
        assertThat(accept(waiting, "dave").expect(409).code()).isEqualTo("tenant_suspended");
        oka.moveClock(Duration.ofHours(73));
        assertThat(accept(waiting, "dave").expect(409).code()).isEqualTo("invitation_expired");
        assertThat(role("dave")).isEmpty();
    }

    @Test
    void invitationOfAnotherRealmIsNone() {
        String id = invite("bob", "dave", "member");
        try (TestRealm other = oka.realm().users("dave").create()) {
            assertThat(Invitations.accept(other, id, Invitations.linkId(oka, id), other.userId("dave"))
                            .expect(409)
                            .code())
                    .isEqualTo("invitation_not_found");
        }
    }

    @Test
    void invitationOfADeletedTenantRestsUntilTheTenantIsRestored() {
        String id = invite("bob", "dave", "member");

        Tenants.delete(realm, tenant);

        assertThat(accept(id, "dave").expect(409).code()).isEqualTo("tenant_deleted");
        realm.operator().post("/tenants/" + tenant + "/restore").send().expect(200);
        accept(id, "dave").expect(204);
    }

    @Test
    void ownershipIsOfferedOnlyAsLongAsTheInviterOwns() {
        String byAlice = invite("alice", "dave", "owner");
        String lower = invite("alice", "erin", "admin");
        Tenants.addMember(realm, tenant, "dave", "owner");
        Tenants.setRole(realm, tenant, "alice", "admin");
        Tenants.setRole(realm, tenant, "dave", "owner");
        Tenants.setRole(realm, tenant, "carol", "owner");
        Tenants.removeMember(realm, tenant, "dave");

        assertThat(accept(byAlice, "dave").expect(409).code()).isEqualTo("invitation_revoked");

        accept(lower, "erin").expect(204);
        Tenants.setRole(realm, tenant, "alice", "owner");
        accept(byAlice, "dave").expect(204);
        assertThat(role("dave")).isEqualTo("owner");
    }

    @Test
    void operatorsOfferOfOwnershipStandsOnNobody() {
        String id = realm.operator()
                .post("/tenants/" + tenant + "/invitations")
                .json(Map.of("email", "dave@example.com", "role", "owner"))
                .send()
                .expect(201)
                .id();

        accept(id, "dave").expect(204);

        assertThat(role("dave")).isEqualTo("owner");
    }

    private String invite(String inviter, String person, String role) {
        return Invitations.invite(realm, inviter, tenant, person + "@example.com", role)
                .expect(201)
                .id();
    }

    private Response accept(String id, String person) {
        return Invitations.accept(realm, id, Invitations.linkId(oka, id), realm.userId(person));
    }

    private String status(String id) {
        return realm.operator()
                .get("/tenants/" + tenant + "/invitations/" + id)
                .send()
                .expect(200)
                .json()
                .path("status")
                .asText();
    }

    /** Empty for somebody who is no member. */
    private String role(String person) {
        return realm.operator()
                .get("/tenants/" + tenant + "/members/" + realm.userId(person))
                .send()
                .json()
                .path("role")
                .asText();
    }
}
