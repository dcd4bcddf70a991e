package io.oka.keycloak.sync.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.keycloak.sync.JobType;
import io.oka.keycloak.sync.operations.BreakerRows.SystemId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LanesTest {

    private static final SystemId ERP = new SystemId("r1", "erp");
    private static final SystemId BILLING = new SystemId("r1", "billing");
    private static final SystemId OTHER = new SystemId("r2", "erp");

    @Test
    void fewItemsAreAppliedSideBySide() {
        List<List<DueItem>> lanes = Lanes.deal(codes(ERP, 3), Lanes.grant(rooms(5, 5), 20));

        assertThat(lanes).hasSize(3).allSatisfy(lane -> assertThat(lane).hasSize(1));
    }

    @Test
    void manyItemsFillAllLanesAndNoMore() {
        List<List<DueItem>> lanes = Lanes.deal(codes(ERP, 500), Lanes.grant(rooms(5, 5), 20));

        assertThat(lanes).hasSize(5).allSatisfy(lane -> assertThat(lane).hasSize(Lanes.LONGEST));
    }

    @Test
    void allOfACodeIsInOneLaneByVersion() {
        List<DueItem> due = List.of(
                item(ERP, "a", JobType.TENANT_UPSERT, 9),
                item(ERP, "b", JobType.TENANT_UPSERT, 1),
                item(ERP, "a", JobType.TENANT_UPSERT, 3),
                item(ERP, "a", JobType.TENANT_UPSERT, 5));

        List<List<DueItem>> lanes = Lanes.deal(due, Lanes.grant(rooms(5, 5), 20));

        assertThat(lanes).hasSize(2);
        assertThat(lanes.get(0)).extracting(DueItem::version).containsExactly(3L, 5L, 9L);
    }

    @Test
    void versionsOfOneEntityHaveNothingToDoWithThoseOfAnother() {
        List<DueItem> due = List.of(
                item(ERP, "a", JobType.TENANT_UPSERT, 900),
                item(ERP, "a", JobType.SUBSCRIPTION_UPSERT, 2),
                item(ERP, "a", JobType.SUBSCRIPTION_CANCEL, 1));

        List<List<DueItem>> lanes = Lanes.deal(due, Lanes.grant(rooms(5, 5), 20));

        assertThat(lanes.get(0))
                .extracting(DueItem::type)
                .containsExactly(JobType.TENANT_UPSERT, JobType.SUBSCRIPTION_CANCEL, JobType.SUBSCRIPTION_UPSERT);
    }

    @Test
    void eachRealmHasALaneBeforeOneHasASecond() {
        List<DueItem> due = new ArrayList<>(codes(ERP, 500));
        due.addAll(codes(OTHER, 500));

        List<List<DueItem>> lanes = Lanes.deal(due, Lanes.grant(rooms(20, 20), 4));

        assertThat(lanes).hasSize(4);
        assertThat(lanes.stream().filter(lane -> lane.get(0).system().equals(OTHER)))
                .hasSize(2);
    }

    @Test
    void systemsOfARealmTakeTurns() {
        List<DueItem> due = new ArrayList<>(codes(ERP, 500));
        due.addAll(codes(BILLING, 500));

        List<List<DueItem>> lanes = Lanes.deal(due, Lanes.grant(rooms(1, 1), 20));

        assertThat(lanes).hasSize(1);
        assertThat(lanes.get(0).stream().filter(item -> item.system().equals(BILLING)))
                .hasSize(Lanes.LONGEST / 2);
    }

    @Test
    void realmWithoutRoomGetsNone() {
        assertThat(Lanes.deal(codes(ERP, 5), Lanes.grant(rooms(0, 5), 20))).isEmpty();
    }

    @Test
    void pageOfASnapshotHasALaneOfItsOwn() {
        List<DueItem> due = List.of(
                item(ERP, "snapshot", JobType.RECONCILE_SNAPSHOT, 0),
                item(ERP, "snapshot", JobType.RECONCILE_SNAPSHOT, 1));

        List<List<DueItem>> lanes = Lanes.deal(due, Lanes.grant(rooms(5, 5), 20));

        assertThat(lanes).hasSize(1);
        assertThat(lanes.get(0)).extracting(DueItem::version).containsExactly(0L);
    }

    private static Map<String, Integer> rooms(int first, int second) {
        Map<String, Integer> rooms = new LinkedHashMap<>();
        rooms.put("r1", first);
        rooms.put("r2", second);
        return rooms;
    }

    private static List<DueItem> codes(SystemId system, int number) {
        List<DueItem> due = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            due.add(item(system, "c" + i, JobType.TENANT_UPSERT, 1));
        }
        return due;
    }

    private static DueItem item(SystemId system, String code, JobType type, long version) {
        return new DueItem(system + "/" + code + "/" + type + "/" + version, system, code, type, version);
    }
}
