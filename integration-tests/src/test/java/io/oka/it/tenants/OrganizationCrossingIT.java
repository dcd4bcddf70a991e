package io.oka.it.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.it.support.Inbox;
import io.oka.it.support.Invitations;
import io.oka.server.AdminApi;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Joins of somebody who, as far as the node remembers, is no native member and is one all the same, as happens where
 * another node has just made them one. Keycloak then writes nothing and says that they joined. Meanwhile, here at the
 * one moment that matters, the other node goes on.
 */
@OkaServer
final class OrganizationCrossingIT {

    @ParameterizedTest
    @ValueSource(strings = {"tenant", "organization"})
    void nativeJoinWhoseMembershipEndsMeanwhileIsNotFollowed(String authority, Oka oka) {
        try (TestRealm realm = realm(oka)) {
            Linked linked = joinedUnnoticed(realm, authority);
            String bob = linked.id("bob");
            linked.putRow(bob);

            AdminApi.Answer join = whileHeld(linked, () -> linked.joinNatively("bob"), () -> {
                linked.takeNativeRow("bob");
                linked.takeRow(bob);
            });

            assertThat(join.status()).isEqualTo(201);
            linked.expectBothSides("alice");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant", "organization"})
    void ourJoinWhoseNativeMembershipEndsMeanwhileBeginsItAnew(String authority, Oka oka) {
        try (TestRealm realm = realm(oka)) {
            Linked linked = joinedUnnoticed(realm, authority);
            String bob = linked.id("bob");
            linked.putRow(bob);

            AdminApi.Answer add = whileHeld(linked, () -> linked.add("bob", "member"), () -> {
                linked.takeNativeRow("bob");
                linked.takeRow(bob);
            });

            assertThat(add.status()).isEqualTo(201);
            linked.expectBothSides("alice", "bob");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant", "organization"})
    void joinThatComesTooLateUndoesNoMembershipOfSomebodyElse(String authority, Oka oka) {
        try (TestRealm realm = realm(oka)) {
            Linked linked = joinedUnnoticed(realm, authority);
            linked.makeManaged("bob");
            String bob = linked.id("bob");
            String invitation = Invitations.invite(realm, "alice", linked.tenantId(), "bob@example.com", "admin")
                    .expect(201)
                    .id();
            String link = Invitations.linkId(oka, invitation);

            Response acceptance =
                    whileHeld(linked, () -> Invitations.accept(realm, invitation, link, bob), () -> linked.putRow(bob));

            assertThat(acceptance.status()).isEqualTo(204);
            linked.expectBothSides("alice", "bob");
            assertThat(linked.role("bob")).isEqualTo("admin");
            assertThat(linked.id("bob")).isEqualTo(bob);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant", "organization"})
    void refusedJoinDeletesNoManagedMember(String authority, Oka oka) {
        try (TestRealm realm = realm(oka)) {
            Linked linked = joinedUnnoticed(realm, authority);
            linked.makeManaged("bob");
            String bob = linked.id("bob");
            String invitation = Invitations.invite(realm, linked.tenantId(), "bob@example.com");

            Response acceptance =
                    Invitations.accept(realm, invitation, UUID.randomUUID().toString(), bob);

            assertThat(acceptance.status()).isEqualTo(409);
            assertThat(linked.id("bob")).isEqualTo(bob);
            assertThat(linked.nativeRows()).containsExactly("alice", "bob");
        }
    }

    private static TestRealm realm(Oka oka) {
        return oka.realm()
                .users("alice", "bob")
                .with(representation -> {
                    representation.put("organizationsEnabled", true);
                    representation.put("smtpServer", Inbox.nobody());
                })
                .create();
    }

    /** A linked tenant, and bob in its Organization, of which the node does not know. */
    private static Linked joinedUnnoticed(TestRealm realm, String authority) {
        Linked linked = Linked.together(realm, "alice", authority);
        // A login reads bob's groups, and the node remembers them.
        realm.token("bob");
        linked.putNativeRow("bob");
        return linked;
    }

    /** Makes a change that gets as far as the tenant's row, then another, and lets the first go on. */
    private static <T> T whileHeld(Linked linked, Supplier<T> change, Runnable meanwhile) {
        Oka oka = linked.realm().oka();
        try (Connection holder = oka.connect()) {
            holder.setAutoCommit(false);
            int holderId = hold(holder, linked.tenantId());
            CompletableFuture<T> changed = CompletableFuture.supplyAsync(change);
            await().atMost(4, TimeUnit.SECONDS).until(() -> !oka.rows(
                            "select pid from pg_stat_activity where ? = any (pg_blocking_pids(pid))", holderId)
                    .isEmpty());
            meanwhile.run();
            holder.commit();
            return changed.orTimeout(20, TimeUnit.SECONDS).join();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int hold(Connection holder, String tenantId) throws SQLException {
        try (PreparedStatement statement =
                holder.prepareStatement("select pg_backend_pid() from oka_tenant where id = ? for no key update")) {
            statement.setString(1, tenantId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
