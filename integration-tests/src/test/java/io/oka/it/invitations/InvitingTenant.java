package io.oka.it.invitations;

import static io.oka.it.support.Tenants.createWithTeam;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.Inbox;
import io.oka.it.support.Invitations;
import io.oka.testing.Oka;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** Tests of a tenant that invites: alice is owner, bob admin, carol member; dave and erin are strangers. Mails go nowhere. */
abstract class InvitingTenant {

    final Oka oka;
    final TestRealm realm;
    String tenant = "";

    InvitingTenant(Oka oka, TestRealm realm) {
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

    Response invite(String email) {
        return Invitations.invite(realm, "bob", tenant, email, "member");
    }

    Response resend(String person, String id) {
        return realm.as(person).post(invitations() + "/" + id + "/resend").send();
    }

    Response list(String query) {
        return realm.as("bob").get(invitations() + query).send().expect(200);
    }

    String status(String id) {
        return realm.as("bob")
                .get(invitations() + "/" + id)
                .send()
                .expect(200)
                .json()
                .path("status")
                .asText();
    }

    String invitations() {
        return "/tenants/" + tenant + "/invitations";
    }

    static Instant expiry(JsonNode invitation) {
        return Instant.parse(invitation.path("expiresAt").asText());
    }
}
