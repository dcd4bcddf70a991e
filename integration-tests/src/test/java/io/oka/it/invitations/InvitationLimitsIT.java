package io.oka.it.invitations;

import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ChangeRow;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is not invited, or not now: nobody twice, and nobody is mailed at will. */
@OkaServer
final class InvitationLimitsIT extends InvitingTenant {

    InvitationLimitsIT(Oka oka, TestRealm realm) {
        super(oka, realm);
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
}
