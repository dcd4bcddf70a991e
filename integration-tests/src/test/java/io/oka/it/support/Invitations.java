package io.oka.it.support;

import io.oka.testing.Http;
import io.oka.testing.Oka;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.Map;
import java.util.Objects;

/** Invitations as tests make them, and as the database holds them. */
public final class Invitations {

    private Invitations() {}

    /** Asks for it as this person; whatever comes of it. */
    public static Response invite(TestRealm realm, String inviter, String tenantId, String email, String role) {
        return realm.as(inviter)
                .post("/tenants/" + tenantId + "/invitations")
                .json(Map.of("email", email, "role", role))
                .send();
    }

    /** An invitation by the tenant's owner alice; returns its id. */
    public static String invite(TestRealm realm, String tenantId, String email) {
        return invite(realm, "alice", tenantId, email, "member").expect(201).id();
    }

    /** What the link that was mailed last stands on; only the database tells. */
    public static String linkId(Oka oka, String invitationId) {
        return (String) Objects.requireNonNull(oka.rows("SELECT link_id FROM oka_invitation WHERE id = ?", invitationId)
                .get(0)
                .get("link_id"));
    }

    /** Accepts for this person past all pages: 204, or 409 with a code. */
    public static Response accept(TestRealm realm, String invitationId, String linkId, String userId) {
        return realm.oka()
                .http()
                .post(realm.path("/oka-testing/invitations/" + Http.encode(invitationId)))
                .json(Map.of("linkId", linkId, "userId", userId))
                .send();
    }
}
