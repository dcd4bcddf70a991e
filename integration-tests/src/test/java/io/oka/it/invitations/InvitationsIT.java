package io.oka.it.invitations;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static io.oka.it.support.Tenants.createWithTeam;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ChangeRow;
import io.oka.it.support.Inbox;
import io.oka.it.support.Invitations;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code …/invitations}: alice is owner, bob admin, carol member; dave and erin are strangers. Mails go nowhere. */
@OkaServer
final class InvitationsIT {

    private static final String EXPIRE = "oka-expire-invitations";

    private final Oka oka;
    private final TestRealm realm;
    private String tenant = "";

    InvitationsIT(Oka oka, TestRealm realm) {
        this.oka = oka;
        this.realm = realm;
    }

    @BeforeEach
    void tenantWithTeam() {
        realm.update(Map.of("smtpServer", Inbox.nobody()));
        realm.setting("maxPendingInvitations", null);
        realm.setting("maxInvitationsPerHour", null);
        realm.setting("invitationHours", null);
        tenant = createWithTeam(realm);
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
    void memberIsNotInvited() {
        assertProblem(invite("CAROL@example.com"), 409, "already_member");
    }

    @Test
    void whoHasAnAccountAndWhoHasNoneAreInvitedAlike() {
        JsonNode known = invite("dave@example.com").expect(201).json();
        JsonNode unknown = invite("nobody@example.com").expect(201).json();

        assertThat(known.properties())
                .extracting(Map.Entry::getKey)
                .isEqualTo(unknown.properties().stream().map(Map.Entry::getKey).toList());
    }

    @Test
    void addressIsInvitedOnceAtATime() {
        String id = invite("x@example.com").expect(201).id();

        assertProblem(invite("X@example.com"), 409, "already_invited");

        realm.as("bob").delete(invitations() + "/" + id).send().expect(204);
        invite("x@example.com").expect(201);
    }

    @Test
    void tenantHasSoManyWaitingAndNoMore() {
        realm.setting("maxPendingInvitations", 2);
        String first = invite("x1@example.com").expect(201).id();
        invite("x2@example.com").expect(201);

        assertProblem(invite("x3@example.com"), 409, "invitation_limit_reached");

        realm.as("bob").delete(invitations() + "/" + first).send().expect(204);
        invite("x3@example.com").expect(201);
    }

    @Test
    void realmThatSendsNoMailInvitesNobody() {
        realm.update(Map.of("smtpServer", Map.of()));

        assertProblem(invite("x@example.com"), 409, "email_not_configured");

        assertThat(list("").json()).isEmpty();
        assertThat(ChangeRow.types(oka, tenant)).doesNotContain("invitation.created");
    }

    @Test
    void revokingTwiceIsAsGoodAsOnce() {
        String id = invite("x@example.com").expect(201).id();

        realm.as("bob").delete(invitations() + "/" + id).send().expect(204);
        realm.as("bob").delete(invitations() + "/" + id).send().expect(204);

        assertThat(status(id)).isEqualTo("revoked");
        assertThat(ChangeRow.types(oka, tenant))
                .filteredOn("invitation.revoked"::equals)
                .hasSize(1);
        assertProblem(resend("bob", id), 409, "invitation_revoked");
    }

    @Test
    void invitationIsExpiredFromTheInstantOnAndThatIsSaidOnce() {
        String id = invite("x@example.com").expect(201).id();
        String revoked = invite("y@example.com").expect(201).id();
        realm.as("bob").delete(invitations() + "/" + revoked).send().expect(204);

        oka.moveClock(Duration.ofHours(72).plusSeconds(1));

        assertThat(status(id)).isEqualTo("expired");
        assertThat(list("?status=expired").json().findValuesAsText("id")).containsExactly(id);
        assertThat(list("?status=pending").json()).isEmpty();
        oka.runTask(EXPIRE);
        oka.runTask(EXPIRE);
        assertThat(ChangeRow.types(oka, tenant))
                .filteredOn("invitation.expired"::equals)
                .hasSize(1);
        assertThat(ChangeRow.last(oka, tenant).datum("invitationId")).isEqualTo(id);
        assertThat(ChangeRow.last(oka, tenant).actorType()).isEqualTo("system");
        assertThat(status(revoked)).isEqualTo("revoked");
        realm.as("bob").delete(invitations() + "/" + id).send().expect(204);
        assertThat(status(id)).isEqualTo("expired");
    }

    @Test
    void expiredOneStandsInNobodysWayAndIsSaidOnceAllTheSame() {
        invite("x@example.com").expect(201);
        oka.moveClock(Duration.ofHours(73));

        invite("x@example.com").expect(201);

        oka.runTask(EXPIRE);
        assertThat(ChangeRow.types(oka, tenant).stream().filter(type -> type.startsWith("invitation.")))
                .containsExactly("invitation.created", "invitation.expired", "invitation.created");
    }

    @Test
    void resendRevivesWhatHasExpired() {
        String id = invite("x@example.com").expect(201).id();
        String linkId = Invitations.linkId(oka, id);
        oka.moveClock(Duration.ofHours(73));
        oka.runTask(EXPIRE);

        JsonNode again = resend("bob", id).expect(200).json();

        assertThat(again.path("status").asText()).isEqualTo("pending");
        assertThat(expiry(again)).isAfter(Instant.now().plus(Duration.ofHours(144)));
        assertThat(Invitations.linkId(oka, id)).isNotEqualTo(linkId);
        assertThat(ChangeRow.last(oka, tenant).data().path("resent").asBoolean())
                .isTrue();
    }

    @Test
    void resendOfAnExpiredOneGivesWayToANewerOne() {
        String id = invite("x@example.com").expect(201).id();
        oka.moveClock(Duration.ofHours(73));
        invite("x@example.com").expect(201);

        assertProblem(resend("bob", id), 409, "already_invited");
        realm.setting("maxPendingInvitations", 1);
        String other = invite("x@example.com").code();
        assertThat(other).isEqualTo("already_invited");
    }

    @Test
    void addressIsNotMailedAtWill() {
        String id = invite("x@example.com").expect(201).id();
        for (int i = 0; i < 3; i++) {
            resend("bob", id).expect(200);
        }
        realm.as("bob").delete(invitations() + "/" + id).send().expect(204);
        String anew = invite("x@example.com").expect(201).id();

        Response refused = assertProblem(resend("bob", anew), 429, "invitation_mail_limit_reached");

        assertThat(refused.header("Retry-After").map(Integer::valueOf).orElseThrow())
                .isBetween(700, 720);
        realm.as("bob").delete(invitations() + "/" + anew).send().expect(204);
        assertProblem(invite("x@example.com"), 429, "invitation_mail_limit_reached");
        invite("y@example.com").expect(201);
        oka.moveClock(Duration.ofMinutes(12).plusSeconds(1));
        invite("x@example.com").expect(201);
        assertProblem(invite("x@example.com"), 409, "already_invited");
    }

    @Test
    void tenantInvitesSoManyInAnHour() {
        realm.setting("maxInvitationsPerHour", 2);
        invite("x1@example.com").expect(201);
        oka.moveClock(Duration.ofMinutes(20));
        invite("x2@example.com").expect(201);

        Response refused = assertProblem(invite("x3@example.com"), 429, "invitation_rate_exceeded");

        assertThat(refused.header("Retry-After").map(Integer::valueOf).orElseThrow())
                .isBetween(2380, 2400);
        oka.moveClock(Duration.ofMinutes(61));
        invite("x3@example.com").expect(201);
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
    void replayInvitesNobodyTwice() {
        Map<String, Object> body = Map.of("email", "x@example.com");
        Response first = realm.as("bob")
                .post(invitations())
                .header("Idempotency-Key", "once")
                .json(body)
                .send()
                .expect(201);

        Response replay = realm.as("bob")
                .post(invitations())
                .header("Idempotency-Key", "once")
                .json(body)
                .send()
                .expect(201);

        assertThat(replay.text()).isEqualTo(first.text());
        assertThat(list("").json()).hasSize(1);
        assertProblem(
                realm.as("bob")
                        .post(invitations())
                        .header("Idempotency-Key", "once")
                        .json(Map.of("email", "y@example.com"))
                        .send(),
                422,
                "idempotency_key_reused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nobody",
                "@example.com",
                "a@b@",
                "x@example.com\r\nBcc: y@example.com",
                "x@example.com\nSubject: hello",
                "x\u0007@example.com",
                "x@example.com,y@example.com",
                "<x@example.com>",
                "X <x@example.com>",
                "x y@example.com",
                "\u00fcmlaut@example.com"
            })
    void addressThatNoMailServerIsToBeGivenIsRefused(String email) {
        assertInvalid(invite(email), "email");

        assertThat(list("").json()).isEmpty();
    }

    @Test
    void addressIsOfASizeThatMailKnows() {
        assertInvalid(invite("a".repeat(65) + "@example.com"), "email");
        assertInvalid(invite("a@" + "b".repeat(60) + ("." + "c".repeat(60)).repeat(4)), "email");
        invite("a".repeat(64) + "@example.com").expect(201);
    }

    @ParameterizedTest
    @CsvSource({
        "expiresInHours,0",
        "expiresInHours,721",
        "expiresInHours,-1",
        "expiresInHours,1.5",
        "expiresInHours,\"5\"",
        "role,\"king\"",
        "role,\"OWNER\"",
        "email,5",
        "email,null"
    })
    void memberThatDoesNotFitIsNamed(String member, String json) {
        String other = member.equals("email") ? "" : ", \"email\": \"x@example.com\"";

        assertInvalid(
                realm.as("alice")
                        .post(invitations())
                        .body("application/json", "{\"" + member + "\": " + json + other + "}")
                        .send(),
                member);
    }

    @Test
    void unknownMemberIsRefused() {
        Map<String, Object> body = new HashMap<>(Map.of("email", "x@example.com"));
        body.put("link", "https://example.com");

        assertProblem(realm.as("alice").post(invitations()).json(body).send(), 400, "unknown_member");
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

    @Test
    void twoAtOnceInviteAnAddressOnce() {
        List<Response> answers = IntStream.range(0, 8)
                .mapToObj(i -> realm.as(i % 2 == 0 ? "alice" : "bob")
                        .post(invitations())
                        .json(Map.of("email", "x@example.com"))
                        .sendAsync())
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(7);
        assertThat(list("").json()).hasSize(1);
    }

    private Response invite(String email) {
        return Invitations.invite(realm, "bob", tenant, email, "member");
    }

    private Response resend(String person, String id) {
        return realm.as(person).post(invitations() + "/" + id + "/resend").send();
    }

    private Response list(String query) {
        return realm.as("bob").get(invitations() + query).send().expect(200);
    }

    private String status(String id) {
        return realm.as("bob")
                .get(invitations() + "/" + id)
                .send()
                .expect(200)
                .json()
                .path("status")
                .asText();
    }

    private String invitations() {
        return "/tenants/" + tenant + "/invitations";
    }

    private static Instant expiry(JsonNode invitation) {
        return Instant.parse(invitation.path("expiresAt").asText());
    }
}
