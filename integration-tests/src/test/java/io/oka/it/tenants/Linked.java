package io.oka.it.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.Tenants;
import io.oka.server.AdminApi;
import io.oka.testing.Oka;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A tenant and a native Organization of one realm, as operators deal with them. */
record Linked(TestRealm realm, String tenantId, String organizationId) {

    private static final Set<Integer> ANY = Set.of(200, 201, 204, 400, 403, 404, 409, 500);

    static TestRealm realm(Oka oka, String... users) {
        return oka.realm()
                .users(users)
                .with(representation -> representation.put("organizationsEnabled", true))
                .create();
    }

    /** A realm whose tenants have so many seats. */
    static TestRealm realm(Oka oka, int seats, String... users) {
        TestRealm realm = realm(oka, users);
        Tenants.limitSeats(realm, seats);
        return realm;
    }

    /** A tenant of this owner and an Organization, not linked yet. */
    static Linked apart(TestRealm realm, String owner) {
        String name = "t" + UUID.randomUUID();
        AdminApi admin = realm.oka().admin();
        String tenantId = admin.post(realm.adminPath("/tenants"), Map.of("name", name, "ownerUsername", owner))
                .id();
        return new Linked(realm, tenantId, organization(realm, name));
    }

    /** The same, linked, with the tenant or the Organization as the authoritative side. */
    static Linked together(TestRealm realm, String owner, String authority) {
        Linked apart = apart(realm, owner);
        apart.patch(Map.of("organizationId", apart.organizationId(), "membershipAuthority", authority))
                .json();
        return apart;
    }

    static String organization(TestRealm realm, String name) {
        return realm.oka()
                .admin()
                .post(
                        realm.adminPath("/organizations"),
                        Map.of("name", name, "domains", Set.of(Map.of("name", name + ".example"))))
                .id();
    }

    Linked on(Oka node) {
        return new Linked(realm.on(node), tenantId, organizationId);
    }

    AdminApi.Answer patch(Map<String, Object> patch) {
        return admin().send("PATCH", tenantPath(""), patch, ANY);
    }

    AdminApi.Answer link() {
        return patch(Map.of("organizationId", organizationId));
    }

    AdminApi.Answer unlink() {
        Map<String, Object> patch = new HashMap<>();
        patch.put("organizationId", null);
        return patch(patch);
    }

    JsonNode tenant() {
        return admin().get(tenantPath(""));
    }

    AdminApi.Answer add(String username, String role) {
        return admin().send("POST", tenantPath("/members"), Map.of("username", username, "role", role), ANY);
    }

    AdminApi.Answer remove(String username) {
        return admin().send("DELETE", tenantPath("/members/" + id(username)), null, ANY);
    }

    Response leave(String username) {
        return realm.oka()
                .http()
                .delete(realm.path("/tenants/" + tenantId + "/members/" + id(username)))
                .bearer(realm.token(username))
                .send();
    }

    AdminApi.Answer joinNatively(String username) {
        return admin().send("POST", organizationPath("/members"), id(username), ANY);
    }

    AdminApi.Answer leaveNatively(String username) {
        return admin().send("DELETE", organizationPath("/members/" + id(username)), null, ANY);
    }

    /** User names of the tenant's members. */
    Set<String> members() {
        return usernames(admin().get(tenantPath("/members?max=100")));
    }

    /** User names of the Organization's members. */
    Set<String> nativeMembers() {
        return usernames(admin().get(organizationPath("/members?max=100")));
    }

    /** User names of the tenant's members as the database has them, whatever any node says. */
    Set<String> rows() {
        return usernames(
                "select u.username from oka_tenant_member m join user_entity u on u.id = m.user_id where m.tenant_id = ?",
                tenantId);
    }

    /** The same of the Organization's members. */
    Set<String> nativeRows() {
        return usernames(
                "select u.username from user_group_membership m join user_entity u on u.id = m.user_id"
                        + " join org o on o.group_id = m.group_id where o.id = ?",
                organizationId);
    }

    /** The role of a member; empty for none. */
    String role(String username) {
        return StreamSupport.stream(admin().get(tenantPath("/members?max=100")).spliterator(), false)
                .filter(member -> member.path("username").asText().equals(username))
                .map(member -> member.path("role").asText())
                .findFirst()
                .orElse("");
    }

    void expectBothSides(String... usernames) {
        assertThat(members()).containsExactlyInAnyOrder(usernames);
        assertThat(nativeMembers()).containsExactlyInAnyOrder(usernames);
    }

    String id(String username) {
        // Asked anew each time: the realm's own look-up remembers people who are gone.
        return realm.oka()
                .admin()
                .get(realm.adminPath("/users?exact=true&username=" + username))
                .path(0)
                .path("id")
                .asText();
    }

    String tenantPath(String rest) {
        return realm.adminPath("/tenants/" + tenantId + rest);
    }

    String organizationPath(String rest) {
        return realm.adminPath("/organizations/" + organizationId + rest);
    }

    /** Makes a native membership a managed one: as if the account had come through the Organization's own provider. */
    void makeManaged(String username) {
        sql(
                "update user_group_membership set membership_type = 'MANAGED' where user_id = ? and group_id ="
                        + " (select group_id from org where id = ?)",
                id(username),
                organizationId);
    }

    /** Ends a native membership as no event tells of. */
    void takeNativeRow(String username) {
        sql(
                "delete from user_group_membership where user_id = ? and group_id = (select group_id from org where id = ?)",
                id(username),
                organizationId);
    }

    /** Begins a native membership as no event tells of. */
    void putNativeRow(String username) {
        sql(
                "insert into user_group_membership (user_id, group_id, membership_type)"
                        + " select ?, group_id, 'UNMANAGED' from org where id = ?",
                id(username),
                organizationId);
    }

    /** Begins a membership of the tenant as no event tells of. */
    void putRow(String userId) {
        sql(
                "insert into oka_tenant_member (tenant_id, user_id, realm_id, role, created_at)"
                        + " select id, ?, realm_id, 'member', now() from oka_tenant where id = ?",
                userId,
                tenantId);
    }

    /** Ends a membership of the tenant as no event tells of. */
    void takeRow(String userId) {
        sql("delete from oka_tenant_member where user_id = ? and tenant_id = ?", userId, tenantId);
    }

    int sql(String statement, Object... parameters) {
        try (Connection connection = realm.oka().connect();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < parameters.length; i++) {
                prepared.setObject(i + 1, parameters[i]);
            }
            return prepared.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private AdminApi admin() {
        return realm.oka().admin();
    }

    private Set<String> usernames(String query, String id) {
        return realm.oka().rows(query, id).stream()
                .map(row -> String.valueOf(row.get("username")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> usernames(JsonNode members) {
        return StreamSupport.stream(members.spliterator(), false)
                .map(member -> member.path("username").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
