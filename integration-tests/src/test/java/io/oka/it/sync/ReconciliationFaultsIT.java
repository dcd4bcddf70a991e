package io.oka.it.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.sync.Snapshots.Entry;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agents that lie, stumble, repeat themselves or die in the middle of a snapshot. */
@OkaServer
final class ReconciliationFaultsIT {

    private static final List<Entry> LOW = List.of(Snapshots.tenant("A", 1, "a"), Snapshots.tenant("B", 1, "b"));
    private static final List<Entry> HIGH = List.of(Snapshots.tenant("M", 1, "m"));

    private final Oka oka;
    private final TestRealm realm;
    private final Erp erp;
    private final Snapshots snapshots;

    ReconciliationFaultsIT(Oka oka) {
        this.oka = oka;
        this.realm = oka.realm().users("alice").create();
        this.erp = Erp.in(realm);
        this.snapshots = new Snapshots(realm, erp.agent());
    }

    @BeforeEach
    void allCountsAtOnce() {
        snapshots.withoutGrace();
    }

    @AfterEach
    void close() {
        realm.close();
    }

    @Test
    void liesAreToldFromDifferences() {
        snapshots.start("tenant");
        Map<String, Object> otherCount = new HashMap<>(Snapshots.whole("tenant", LOW));
        otherCount.put("count", 3);
        Map<String, Object> otherHash = new HashMap<>(Snapshots.whole("tenant", LOW));
        otherHash.put("sha256", "0".repeat(64));
        Map<String, Object> nothing = new HashMap<>(Snapshots.whole("tenant", List.of()));
        nothing.put("count", 5);
        Map<String, Object> foreign = new HashMap<>(Snapshots.whole("tenant", LOW));
        foreign.put("reconciliationId", "00000000-0000-7000-8000-000000000000");

        assertThat(snapshots.send(otherCount, LOW)).isEqualTo("dead count_mismatch");
        assertThat(snapshots.send(otherHash, LOW)).isEqualTo("dead hash_mismatch");
        assertThat(snapshots.send(nothing)).isEqualTo("dead count_mismatch");
        assertThat(snapshots.send(Snapshots.page("tenant", 0, null, "A", LOW), LOW))
                .isEqualTo("dead out_of_range");
        assertThat(snapshots.send(Snapshots.whole("subscription", List.of()))).isEqualTo("dead not_compared");
        assertThat(snapshots.send(foreign)).isEqualTo("dead unknown_reconciliation");
        assertThat(snapshots.standing()).isEmpty();
    }

    @Test
    void rangesThatDoNotMeetAreRefusedAndSaidToBe() {
        String id = snapshots.start("tenant");
        snapshots.compare(Snapshots.page("tenant", 0, null, "F", LOW), LOW);

        JsonNode gap = snapshots.look(Snapshots.page("tenant", 1, "G", null, HIGH), null);
        String overlap = snapshots.send(Snapshots.page("tenant", 1, "E", null, HIGH));
        snapshots.compare(Snapshots.page("tenant", 2, "K", null, HIGH), HIGH);
        JsonNode progress = snapshots.get(id).path("progress").path(0);

        assertThat(gap.path("result").asText()).isEqualTo("ranges_gap");
        assertThat(gap.path("detail").asText()).contains("'F'").contains("'G'");
        assertThat(overlap).isEqualTo("dead ranges_overlap");
        assertThat(snapshots.state(id)).isEqualTo("comparing");
        assertThat(progress.path("gaps").path(0).path("after").asText()).isEqualTo("F");
        assertThat(progress.path("gaps").path(0).path("upTo").asText()).isEqualTo("K");
        assertThat(snapshots.send(Snapshots.page("tenant", 1, "F", "K", List.of())))
                .isEqualTo("applied matched");
        assertThat(snapshots.state(id)).isEqualTo("done");
    }

    @Test
    void pageThatComesTwiceCountsOnce() {
        String id = snapshots.start("tenant");

        snapshots.compare(Snapshots.page("tenant", 0, null, "F", LOW), LOW);
        snapshots.compare(Snapshots.page("tenant", 0, null, "F", LOW), LOW);
        snapshots.compare(Snapshots.page("tenant", 1, "F", null, HIGH), HIGH);

        assertThat(snapshots.state(id)).isEqualTo("done");
        assertThat(snapshots.get(id).path("compared").asInt()).isEqualTo(3);
        assertThat(snapshots.standing())
                .containsExactlyInAnyOrder(
                        "missing_local tenant A", "missing_local tenant B", "missing_local tenant M");
        assertThat(snapshots.drift("&externalCode=A")).hasSize(1);
    }

    @Test
    void pageThatComesAgainWithOtherItemsTakesBackWhatItFound() {
        snapshots.start("tenant");
        List<Entry> less = List.of(LOW.get(1));

        snapshots.compare(Snapshots.page("tenant", 0, null, "F", LOW), LOW);
        snapshots.compare(Snapshots.page("tenant", 0, null, "F", less), less);

        assertThat(snapshots.standing()).containsExactly("missing_local tenant B");
    }

    @Test
    void agentThatBeginsAnewIsFollowed() {
        String id = snapshots.start("tenant");
        snapshots.compare(Snapshots.page("tenant", 0, null, "F", LOW), LOW);
        snapshots.compare(Snapshots.page("tenant", 1, "F", "P", HIGH), HIGH);

        List<Entry> all = List.of(LOW.get(0), HIGH.get(0));
        snapshots.compare(Snapshots.whole("tenant", all), all);

        assertThat(snapshots.state(id)).isEqualTo("done");
        assertThat(snapshots.standing()).containsExactlyInAnyOrder("missing_local tenant A", "missing_local tenant M");
    }

    @Test
    void agentThatDiesInTheMiddleDoesNotStandInTheWay() {
        String id = snapshots.start("tenant");
        snapshots.compare(Snapshots.page("tenant", 0, null, "F", LOW), LOW);
        List<String> found = snapshots.standing();

        oka.moveClock(Duration.ofMinutes(61));
        oka.runTask("oka-sync-drift");
        Snapshots later = new Snapshots(realm, erp.agent().ahead(Duration.ofMinutes(61)));
        String next = later.start("tenant");
        later.compare(Snapshots.whole("tenant", LOW), LOW);

        assertThat(later.state(id)).isEqualTo("failed");
        assertThat(later.get(id).path("error").asText()).contains("tenant behind 'F'");
        assertThat(later.state(next)).isEqualTo("done");
        assertThat(later.standing()).containsExactlyInAnyOrderElementsOf(found);
    }

    @Test
    void snapshotOfNothingIsComparedWithoutItems() {
        erp.say("tenant.upsert", "C-1", 1, Map.of("name", "c-1-" + realm.name()));
        String id = snapshots.start("tenant");

        String outcome = snapshots.send(Snapshots.whole("tenant", List.of()));

        assertThat(outcome).isEqualTo("applied compared");
        assertThat(snapshots.state(id)).isEqualTo("done");
        assertThat(snapshots.standing()).containsExactly("missing_remote tenant C-1");
    }
}
