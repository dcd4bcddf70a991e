package io.oka.it.invitations;

import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ChangeRow;
import io.oka.it.support.Invitations;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How an invitation ends that nobody accepts, and how it comes back. */
@OkaServer
final class InvitationEndsIT extends InvitingTenant {

    InvitationEndsIT(Oka oka, TestRealm realm) {
        super(oka, realm);
    }

    private static final String EXPIRE = "oka-expire-invitations";

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
}
