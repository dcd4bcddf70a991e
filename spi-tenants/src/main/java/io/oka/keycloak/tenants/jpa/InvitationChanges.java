package io.oka.keycloak.tenants.jpa;

import io.oka.keycloak.common.change.Change;
import io.oka.keycloak.common.change.Changes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What is said of invitations when they change; never what their links are made of. */
record InvitationChanges(KeycloakSession session) {

    private static final String INVITATION = "OKA_INVITATION";

    void created(RealmModel realm, InvitationEntity row) {
        publish("invitation.created", realm, row, data(row), OperationType.CREATE);
    }

    /** Made anew: receivers who know it by its id find it pending, with a new time to live. */
    void resent(RealmModel realm, InvitationEntity row) {
        Map<String, Object> data = data(row);
        data.put("resent", true);
        publish("invitation.created", realm, row, data, OperationType.ACTION);
    }

    void accepted(RealmModel realm, InvitationEntity row) {
        Map<String, Object> data = data(row);
        putIfPresent(data, "userId", row.acceptedBy);
        publish("invitation.accepted", realm, row, data, OperationType.ACTION);
    }

    void revoked(RealmModel realm, InvitationEntity row) {
        publish("invitation.revoked", realm, row, data(row), OperationType.DELETE);
    }

    void expired(RealmModel realm, InvitationEntity row) {
        publish("invitation.expired", realm, row, data(row), OperationType.UPDATE);
    }

    private static Map<String, Object> data(InvitationEntity row) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("invitationId", row.id);
        data.put("email", row.email);
        data.put("role", row.role);
        putIfPresent(data, "invitedBy", row.invitedBy);
        data.put("expiresAt", row.expiresAt.toString());
        return data;
    }

    private static void putIfPresent(Map<String, Object> data, String name, @Nullable Object value) {
        if (value != null) {
            data.put(name, value);
        }
    }

    private void publish(
            String type, RealmModel realm, InvitationEntity row, Map<String, Object> data, OperationType operation) {
        String path = "tenants/" + row.tenantId + "/invitations/" + row.id;
        Changes.publish(
                session,
                realm,
                new Change(type, row.tenantId, data, new Change.AdminAction(operation, INVITATION, path)));
    }
}
