package io.oka.it.support;

import io.oka.testing.TestRealm;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tenants for tests, made by the operator, so that nobody's limit counts. */
public final class Tenants {

    private Tenants() {}

    /** A name that no other test uses. */
    public static String freshName() {
        return "t-" + UUID.randomUUID();
    }

    /** A tenant of this owner, or of nobody; returns its id. */
    public static String create(TestRealm realm, @Nullable String owner) {
        return create(realm, freshName(), owner);
    }

    /** A tenant of this name; returns its id. */
    public static String create(TestRealm realm, String name, @Nullable String owner) {
        Map<String, Object> tenant = new LinkedHashMap<>(Map.of("name", name));
        if (owner != null) {
            tenant.put("ownerUsername", owner);
        }
        return realm.operator().post("/tenants").json(tenant).send().expect(201).id();
    }

    /** Copies of a tenant, as many as would take long to make one by one; returns their ids. */
    public static List<String> copies(TestRealm realm, String of, int number) {
        List<String> columns = realm
                .oka()
                .rows("SELECT column_name FROM information_schema.columns WHERE table_name = 'oka_tenant'")
                .stream()
                .map(row -> String.valueOf(row.get("column_name")))
                .toList();
        String values = columns.stream()
                .map(column -> switch (column) {
                    case "id" -> "gen_random_uuid()::text";
                    case "name", "live_name" -> "t.name || '-' || n";
                    default -> "t." + column;
                })
                .collect(Collectors.joining(", "));
        List<String> made = new ArrayList<>(number);
        try (Connection connection = realm.oka().connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO oka_tenant ("
                        + String.join(", ", columns) + ") SELECT " + values
                        + " FROM oka_tenant t, generate_series(1, " + number + ") n WHERE t.id = ? RETURNING id")) {
            insert.setString(1, of);
            try (ResultSet rows = insert.executeQuery()) {
                while (rows.next()) {
                    made.add(rows.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return made;
    }

    /** A tenant with owner alice, admin bob and member carol; returns its id. */
    public static String createWithTeam(TestRealm realm) {
        String id = create(realm, "alice");
        addMember(realm, id, "bob", "admin");
        addMember(realm, id, "carol", "member");
        return id;
    }

    public static void addMember(TestRealm realm, String tenantId, String username, String role) {
        realm.operator()
                .post("/tenants/" + tenantId + "/members")
                .json(Map.of("username", username, "role", role))
                .send()
                .expect(201);
    }

    /** Gives a member another role. */
    public static void setRole(TestRealm realm, String tenantId, String username, String role) {
        realm.operator()
                .patch("/tenants/" + tenantId + "/members/" + realm.userId(username))
                .json(Map.of("role", role))
                .send()
                .expect(200);
    }

    public static void removeMember(TestRealm realm, String tenantId, String username) {
        realm.operator()
                .delete("/tenants/" + tenantId + "/members/" + realm.userId(username))
                .send()
                .expect(204);
    }

    /** So many members may a tenant on the lowest plan have; null for any number. */
    public static void limitSeats(TestRealm realm, @Nullable Integer seats) {
        limit(realm, "memberLimit", seats);
    }

    /** So many API keys may a tenant on the lowest plan have; null for any number. */
    public static void limitKeys(TestRealm realm, @Nullable Integer keys) {
        limit(realm, "keyLimit", keys);
    }

    private static void limit(TestRealm realm, String member, @Nullable Integer limit) {
        realm.operator()
                .patch("/entitlements/plans/free")
                .json(Collections.singletonMap(member, limit))
                .send()
                .expect(200);
    }

    /** Changes a tenant: one event of type {@code tenant.updated}. */
    public static void rename(TestRealm realm, String tenantId, String displayName) {
        realm.operator()
                .patch("/tenants/" + tenantId)
                .json(Map.of("displayName", displayName))
                .send()
                .expect(200);
    }

    public static void suspend(TestRealm realm, String tenantId) {
        realm.operator().post("/tenants/" + tenantId + "/suspend").send().expect(200);
    }

    public static void delete(TestRealm realm, String tenantId) {
        realm.operator().delete("/tenants/" + tenantId).send().expect(204);
    }
}
