package io.oka.it.support;

import io.oka.testing.TestRealm;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/** What the systems of a realm call its tenants, plans and services. Written as rows, until operators can map. */
public record SyncMappings(TestRealm realm, String system) {

    public void tenant(String tenantId, String code) {
        map("tenant", code, tenantId);
    }

    public void plan(String tier, String code) {
        map("plan", code, tier);
    }

    public void service(String name, String code) {
        map("service", code, name);
    }

    private void map(String type, String external, String internal) {
        try (Connection c = realm.oka().connect();
                PreparedStatement st = c.prepareStatement(
                        "INSERT INTO oka_sync_mapping (id, realm_id, agent_system, type, external_code, internal_code,"
                                + " version, created_at, updated_at) VALUES (?, (SELECT id FROM realm WHERE name = ?), ?, ?,"
                                + " ?, ?, 0, now(), now())")) {
            st.setString(1, UUID.randomUUID().toString());
            st.setString(2, realm.name());
            st.setString(3, system);
            st.setString(4, type);
            st.setString(5, external);
            st.setString(6, internal);
            st.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
