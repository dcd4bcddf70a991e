package io.oka.it.invitations;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static io.oka.it.support.Tenants.createWithTeam;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ChangeRow;
import io.oka.it.support.Invitations;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@code …/invitations}: who invites, and who sees it. */
@OkaServer
final class InvitationsIT extends InvitingTenant {

    InvitationsIT(Oka oka, TestRealm realm) {
        super(oka, realm);
    }

    @Test
    void adminInvites() {
        String requestId = UUID.randomUUID().toString();
        Instant before = Instant.now();

        Response made = realm.as("bob")
                .post(invitations())
                .header("X-Request-ID", requestId)
                .json(Map.of("email", " New.Person@Example.COM ", "role", "admin", "expiresInHours", 5))
                .send()
                .expect(201);

        JsonNode invitation = made.json();
        assertThat(made.header("Location")).contains(realm.issuer() + invitations() + "/" + made.id());
        assertThat(invitation.path("email").asText()).isEqualTo("new.person@example.com");
        assertThat(invitation.path("role").asText()).isEqualTo("admin");
        assertThat(invitation.path("status").asText()).isEqualTo("pending");
        assertThat(invitation.path("invitedBy").asText()).isEqualTo(realm.userId("bob"));
        assertThat(expiry(invitation))
                .isBetween(
                        before.plus(Duration.ofHours(5)).minusSeconds(2),
                        Instant.now().plus(Duration.ofHours(5)));
        assertThat(realm.as("alice")
                        .get(invitations() + "/" + made.id())
                        .send()
                        .expect(200)
                        .json())
                .isEqualTo(invitation);
        ChangeRow change = ChangeRow.last(oka, tenant);
        assertThat(change.type()).isEqualTo("invitation.created");
        assertThat(change.actorId()).isEqualTo(realm.userId("bob"));
        assertThat(change.correlationId()).isEqualTo(requestId);
        assertThat(change.datum("invitationId")).isEqualTo(made.id());
        assertThat(change.datum("email")).isEqualTo("new.person@example.com");
        assertThat(change.datum("role")).isEqualTo("admin");
    }

    @Test
    void defaultsAreAMemberAndTheRealmsHours() {
        realm.setting("invitationHours", 1);

        JsonNode invitation = realm.as("bob")
                .post(invitations())
                .json(Map.of("email", "x@example.com"))
                .send()
                .expect(201)
                .json();

        assertThat(invitation.path("role").asText()).isEqualTo("member");
        assertThat(expiry(invitation)).isBetween(Instant.now(), Instant.now().plus(Duration.ofHours(1)));
    }

    @Test
    void linkIsInNoAnswerAndInNoChange() {
        String id = invite("x@example.com").expect(201).id();
        String linkId = Invitations.linkId(oka, id);

        String told = invite("y@example.com").text()
                + realm.as("alice").get(invitations()).send().text()
                + realm.operator().get(invitations() + "/" + id).send().text()
                + ChangeRow.of(oka, tenant);

        assertThat(told).contains(id).doesNotContain(linkId).doesNotContain("action-token");
    }

    @Test
    void memberNeitherSeesNorMakesInvitations() {
        String id = invite("x@example.com").expect(201).id();

        assertProblem(realm.as("carol").get(invitations()).send(), 403, "insufficient_role");
        assertProblem(realm.as("carol").get(invitations() + "/" + id).send(), 403, "insufficient_role");
        assertProblem(Invitations.invite(realm, "carol", tenant, "y@example.com", "member"), 403, "insufficient_role");
        assertProblem(realm.as("carol").delete(invitations() + "/" + id).send(), 403, "insufficient_role");
        assertProblem(resend("carol", id), 403, "insufficient_role");
    }

    @Test
    void onlyOwnersAndOperatorsInviteOwners() {
        assertProblem(Invitations.invite(realm, "bob", tenant, "x@example.com", "owner"), 403, "insufficient_role");

        String id = Invitations.invite(realm, "alice", tenant, "x@example.com", "owner")
                .expect(201)
                .id();

        assertProblem(resend("bob", id), 403, "insufficient_role");
        Response byOperator = realm.operator()
                .post(invitations())
                .json(Map.of("email", "y@example.com", "role", "owner"))
                .send()
                .expect(201);
        assertThat(byOperator.json().has("invitedBy")).isFalse();
    }

    @Test
    void invitationOfAnotherTenantIsNotFound() {
        String other = createWithTeam(realm);
        String id = Invitations.invite(realm, other, "x@example.com");

        assertProblem(realm.as("alice").get(invitations() + "/" + id).send(), 404, "not_found");
        assertProblem(realm.as("alice").delete(invitations() + "/" + id).send(), 404, "not_found");
        assertProblem(resend("alice", id), 404, "not_found");
        assertProblem(realm.operator().get(invitations() + "/" + id).send(), 404, "not_found");
    }

    @Test
    void listComesInPagesNewestFirst() {
        for (int i = 0; i < 3; i++) {
            invite("x" + i + "@example.com").expect(201);
        }

        Response page = list("?first=1&max=1");

        assertThat(page.json().findValuesAsText("email")).containsExactly("x1@example.com");
        assertThat(page.header("X-Total-Count")).contains("3");
        assertInvalid(realm.as("bob").get(invitations() + "?status=PENDING").send(), "status");
        assertInvalid(realm.as("bob").get(invitations() + "?max=101").send(), "max");
    }

    @Test
    void suspendedTenantInvitesNobody() {
        String id = invite("x@example.com").expect(201).id();

        Tenants.suspend(realm, tenant);

        assertProblem(invite("y@example.com"), 403, "tenant_suspended");
        assertProblem(resend("bob", id), 403, "tenant_suspended");
        list("");
    }

    @Test
    void operatorsSeeAndTakeBackWhatADeletedTenantLeft() {
        String id = invite("x@example.com").expect(201).id();

        Tenants.delete(realm, tenant);

        assertProblem(
                realm.operator()
                        .post(invitations())
                        .json(Map.of("email", "y@example.com"))
                        .send(),
                409,
                "tenant_deleted");
        assertProblem(
                realm.operator().post(invitations() + "/" + id + "/resend").send(), 409, "tenant_deleted");
        realm.operator().delete(invitations() + "/" + id).send().expect(204);
        assertThat(realm.operator().get(invitations()).send().expect(200).json().findValuesAsText("status"))
                .isEqualTo(List.of("revoked"));
    }
}
