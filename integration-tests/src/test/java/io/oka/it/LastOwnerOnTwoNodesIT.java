package io.oka.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import io.oka.testing.TwoNodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two owners who go at the same moment, through two nodes: one of them has to stay. */
@OkaServer
final class LastOwnerOnTwoNodesIT {

    private static final int ROUNDS = 50;
    private static final Duration WAY = Duration.ofMillis(2);

    private static final List<Pair> PAIRS = List.of(
            new Pair(Move.DEMOTE_ONESELF, Move.DEMOTE_ONESELF),
            new Pair(Move.LEAVE, Move.LEAVE),
            new Pair(Move.LEAVE, Move.DEMOTE_ONESELF),
            new Pair(Move.DEMOTE_THE_OTHER, Move.DEMOTE_THE_OTHER),
            new Pair(Move.REMOVE_THE_OTHER, Move.REMOVE_THE_OTHER),
            new Pair(Move.REMOVE_THE_OTHER, Move.DEMOTE_THE_OTHER));

    private static final int ROUNDS_OF_THREE = 15;
    private static final List<Pair> AGAINST_EACH_OTHER = List.of(
            new Pair(Move.DEMOTE_THE_OTHER, Move.DEMOTE_THE_OTHER),
            new Pair(Move.REMOVE_THE_OTHER, Move.REMOVE_THE_OTHER),
            new Pair(Move.REMOVE_THE_OTHER, Move.DEMOTE_THE_OTHER));

    private final TwoNodes nodes;
    private TestRealm realm;
    private Owner alice;
    private Owner bob;

    LastOwnerOnTwoNodesIT(TwoNodes nodes) {
        this.nodes = nodes;
    }

    @BeforeEach
    void createRealm() {
        realm = nodes.first().realm().users("alice", "bob", "carol").create();
        alice = new Owner(nodes.first(), realm.userId("alice"), realm.token("alice"));
        bob = new Owner(nodes.second(), realm.userId("bob"), realm.token("bob"));
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    @Test
    void oneOwnerStaysWhateverTwoDoAtOnce() {
        List<String> wrong = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Pair pair = PAIRS.get(round % PAIRS.size());
            String tenant = tenantOfBoth(round);

            List<Response> answers = atOnce(tenant, pair);

            if (!isRight(tenant, answers)) {
                wrong.add("round " + round + ", " + pair + ": " + Rows.owners(nodes.first(), tenant) + " owners after "
                        + answers);
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void ofTwoWhoDemoteEachOtherOnlyTheFirstDoesSoWhereAThirdOwns() {
        List<String> wrong = new ArrayList<>();
        for (int round = 0; round < ROUNDS_OF_THREE; round++) {
            Pair pair = AGAINST_EACH_OTHER.get(round % AGAINST_EACH_OTHER.size());
            String tenant = tenantOfBoth(ROUNDS + round);
            nodes.first()
                    .admin()
                    .post(
                            realm.adminPath("/tenants/" + tenant + "/members"),
                            Map.of("username", "carol", "role", "owner"));

            List<Response> answers = atOnce(tenant, pair);

            long accepted = answers.stream()
                    .filter(answer -> answer.status() / 100 == 2)
                    .count();
            if (accepted != 1 || Rows.owners(nodes.first(), tenant) != 2) {
                wrong.add("round " + round + ", " + pair + ": " + answers);
            }
        }

        assertThat(wrong).isEmpty();
    }

    /** A slower way to the database makes room for the two to cross, if they can. */
    private List<Response> atOnce(String tenant, Pair pair) {
        nodes.first().proxy().delay(WAY);
        nodes.second().proxy().delay(WAY);
        try {
            CompletableFuture<Response> one = send(tenant, alice, pair.first(), bob);
            CompletableFuture<Response> two = send(tenant, bob, pair.second(), alice);
            return List.of(one.join(), two.join());
        } finally {
            nodes.first().proxy().restore();
            nodes.second().proxy().restore();
        }
    }

    private boolean isRight(String tenant, List<Response> answers) {
        long accepted =
                answers.stream().filter(answer -> answer.status() / 100 == 2).count();
        boolean refusedRightly = answers.stream()
                .filter(answer -> answer.status() / 100 != 2)
                .allMatch(LastOwnerOnTwoNodesIT::isRightRefusal);
        long written = Rows.changes(nodes.first(), tenant, "user.role_changed")
                + Rows.changes(nodes.first(), tenant, "user.removed_from_tenant");
        return accepted == 1 && written == 1 && refusedRightly && Rows.owners(nodes.first(), tenant) == 1;
    }

    /** Too late as an owner (409), or as somebody who is an owner (403) or a member (404) no more. */
    private static boolean isRightRefusal(Response answer) {
        return switch (answer.status()) {
            case 409 -> answer.code().equals("last_owner");
            case 403 -> answer.code().equals("insufficient_role");
            case 404 -> answer.code().equals("not_found");
            default -> false;
        };
    }

    private String tenantOfBoth(int round) {
        var admin = nodes.first().admin();
        String tenant = admin.post(
                        realm.adminPath("/tenants"), Map.of("name", "round-" + round, "ownerUsername", "alice"))
                .id();
        admin.post(realm.adminPath("/tenants/" + tenant + "/members"), Map.of("username", "bob", "role", "owner"));
        return tenant;
    }

    private CompletableFuture<Response> send(String tenant, Owner owner, Move move, Owner other) {
        String subject = move.ofOneself ? owner.id() : other.id();
        var request = owner.node()
                .http()
                .request(move.method, realm.path("/tenants/" + tenant + "/members/" + subject))
                .bearer(owner.token());
        return (move.method.equals("PATCH") ? request.json(Map.of("role", "member")) : request).sendAsync();
    }

    private enum Move {
        DEMOTE_ONESELF("PATCH", true),
        LEAVE("DELETE", true),
        DEMOTE_THE_OTHER("PATCH", false),
        REMOVE_THE_OTHER("DELETE", false);

        private final String method;
        private final boolean ofOneself;

        Move(String method, boolean ofOneself) {
            this.method = method;
            this.ofOneself = ofOneself;
        }
    }

    private record Pair(Move first, Move second) {}

    private record Owner(Oka node, String id, String token) {}
}
