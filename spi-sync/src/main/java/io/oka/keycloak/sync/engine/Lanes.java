package io.oka.keycloak.sync.engine;

import io.oka.keycloak.sync.JobType;
import io.oka.keycloak.sync.operations.BreakerRows.SystemId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Deals what is due out to lanes. Each realm gets a lane before one gets a second, and within a realm the systems take
 * turns, so that however much waits of one, the others have their share. No database, no clock: what is due goes in, and
 * who does what comes out.
 */
final class Lanes {

    /** So many items at the most, so that a lane is through long before its lease ends. */
    static final int LONGEST = 20;

    private Lanes() {}

    /**
     * How many lanes each realm gets: one to each, then a second to each.
     *
     * @param rooms how many each may have more; those whose turn it is come first
     * @param atMost lanes in all
     */
    static Map<String, Integer> grant(Map<String, Integer> rooms, int atMost) {
        Map<String, Integer> granted = new LinkedHashMap<>();
        int left = atMost;
        boolean more = true;
        while (more && left > 0) {
            more = false;
            for (Map.Entry<String, Integer> realm : rooms.entrySet()) {
                int has = granted.getOrDefault(realm.getKey(), 0);
                if (has < realm.getValue() && left > 0) {
                    granted.put(realm.getKey(), has + 1);
                    left--;
                    more = true;
                }
            }
        }
        return granted;
    }

    /**
     * @param due first things first; what is due of a code in whatever order
     * @param granted how many lanes each realm gets
     * @return the items of each lane in the order in which they are to be applied; no more lanes than there are codes
     */
    static List<List<DueItem>> deal(List<DueItem> due, Map<String, Integer> granted) {
        List<List<DueItem>> lanes = new ArrayList<>();
        granted.forEach((realmId, number) -> {
            List<List<DueItem>> codes = codes(realmId, due);
            lanes.addAll(fill(codes, Math.min(number, codes.size())));
        });
        return lanes;
    }

    /** The codes of a realm, each with its items in order, one of each system in turn. */
    private static List<List<DueItem>> codes(String realmId, List<DueItem> due) {
        Map<SystemId, Map<String, List<DueItem>>> systems = due.stream()
                .filter(item -> item.system().realmId().equals(realmId))
                .collect(Collectors.groupingBy(
                        DueItem::system,
                        LinkedHashMap::new,
                        Collectors.groupingBy(DueItem::externalCode, LinkedHashMap::new, Collectors.toList())));
        List<Deque<List<DueItem>>> queues = systems.values().stream()
                .map(codes ->
                        codes.values().stream().map(Lanes::inOrder).collect(Collectors.toCollection(ArrayDeque::new)))
                .collect(Collectors.toList());
        List<List<DueItem>> turns = new ArrayList<>();
        while (!queues.isEmpty()) {
            queues.forEach(queue -> turns.add(queue.remove()));
            queues.removeIf(Collection::isEmpty);
        }
        return turns;
    }

    /**
     * Lower versions of an entity before higher ones; which entity comes when stays as it is, since their versions have
     * nothing to do with each other.
     */
    private static List<DueItem> inOrder(List<DueItem> items) {
        Map<String, Deque<DueItem>> byEntity = items.stream()
                .sorted(Comparator.comparingLong(DueItem::version))
                .collect(Collectors.groupingBy(item -> item.type().entity(), Collectors.toCollection(ArrayDeque::new)));
        return items.stream()
                .map(DueItem::type)
                .map(JobType::entity)
                .map(entity -> Objects.requireNonNull(byEntity.get(entity)).remove())
                .toList();
    }

    /** Codes go where there is the least to do, as long as they fit; all that is due of a code goes into one lane. */
    private static List<List<DueItem>> fill(List<List<DueItem>> codes, int number) {
        List<List<DueItem>> lanes = new ArrayList<>();
        if (number == 0) {
            return lanes;
        }
        for (int i = 0; i < number; i++) {
            lanes.add(new ArrayList<>());
        }
        for (List<DueItem> code : codes) {
            List<DueItem> lane =
                    lanes.stream().min(Comparator.comparingInt(Lanes::weight)).orElseThrow();
            for (DueItem item : code) {
                if (weight(lane) + item.weight() > LONGEST) {
                    break;
                }
                lane.add(item);
            }
        }
        return lanes;
    }

    private static int weight(List<DueItem> lane) {
        return lane.stream().mapToInt(DueItem::weight).sum();
    }
}
