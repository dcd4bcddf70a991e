package io.oka.it.usage;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.testing.Http;
import io.oka.testing.Response;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Enforced uses of random size, several in each request, and what each was told in the end: whoever gets no answer, or is
 * told to come again, repeats the request with the same keys.
 */
final class Attempts {

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Map<String, Long> admitted = new ConcurrentHashMap<>();
    private final Map<String, Long> refused = new ConcurrentHashMap<>();
    private final AtomicLong repetitions = new AtomicLong();

    /** A request's items, each with a key of its own. */
    static List<Map<String, Object>> items(String prefix, int count, int largest) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(Meter.enforced(1 + ThreadLocalRandom.current().nextInt(largest), prefix + "-" + i));
        }
        return items;
    }

    /**
     * Sends until there is an answer, and takes it down.
     *
     * @param request makes the request anew, perhaps to another node
     */
    void make(List<Map<String, Object>> items, Supplier<Http.Request> request) {
        take(items, answered(request));
    }

    /** Takes down what the items were told; a single one, in a request of its own, is told by the status. */
    void take(List<Map<String, Object>> items, Response answer) {
        if (items.size() == 1) {
            take(
                    items.get(0),
                    answer.status() != 429 && isRecorded(answer.expect(200).json()));
            return;
        }
        JsonNode answers = answer.expect(200).json();
        for (int i = 0; i < items.size(); i++) {
            take(items.get(i), isRecorded(answers.path(i)));
        }
    }

    private static boolean isRecorded(JsonNode answer) {
        return answer.path("recorded").asBoolean();
    }

    private void take(Map<String, Object> item, boolean recorded) {
        String key = String.valueOf(item.get("idempotencyKey"));
        long quantity = Long.parseLong(String.valueOf(item.get("quantity")));
        (recorded ? admitted : refused).put(key, quantity);
    }

    private Response answered(Supplier<Http.Request> request) {
        return await("an answer")
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .atMost(PATIENCE)
                .until(() -> attempt(request), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<Response> attempt(Supplier<Http.Request> request) {
        try {
            Response response = request.get().send();
            if (response.status() != 503) {
                return Optional.of(response);
            }
        } catch (UncheckedIOException e) {
            // The node is gone, or goes: nobody knows what became of it, so it is sent again.
        }
        repetitions.incrementAndGet();
        return Optional.empty();
    }

    /** The keys of what was admitted. */
    List<String> admittedKeys() {
        return List.copyOf(admitted.keySet());
    }

    long admittedUnits() {
        return admitted.values().stream().mapToLong(Long::longValue).sum();
    }

    int count() {
        return admitted.size() + refusedOnly().size();
    }

    /** Those that were refused and not admitted by a repetition. */
    List<Long> refusedOnly() {
        return refused.entrySet().stream()
                .filter(entry -> !admitted.containsKey(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Keys that were admitted once and refused once. */
    List<String> contradictions() {
        return refused.keySet().stream().filter(admitted::containsKey).toList();
    }

    long repetitions() {
        return repetitions.get();
    }
}
