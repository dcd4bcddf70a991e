package io.oka.it.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.testing.Http;
import io.oka.testing.Response;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Enforced uses of random size, several in each request, and what each was told in the end: whoever gets no answer, or is
 * told to come again, repeats the request with the same keys.
 */
final class Attempts {

    private static final int MOST_REPETITIONS = 200;

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
        take(items, answered(request).expect(200));
    }

    /**
     * The same for a single item in a request of its own, which is answered by its status.
     *
     * @param request makes the request anew, perhaps to another node
     */
    void makeOne(Map<String, Object> item, Supplier<Http.Request> request) {
        Response answer = answered(request);
        if (answer.status() != 429) {
            answer.expect(200);
        }
        take(item, answer.status() == 200);
    }

    /** Takes down what several items were told. */
    void take(List<Map<String, Object>> items, Response answer) {
        JsonNode answers = answer.json();
        for (int i = 0; i < items.size(); i++) {
            take(items.get(i), answers.path(i).path("recorded").asBoolean());
        }
    }

    private void take(Map<String, Object> item, boolean recorded) {
        String key = String.valueOf(item.get("idempotencyKey"));
        long quantity = Long.parseLong(String.valueOf(item.get("quantity")));
        (recorded ? admitted : refused).put(key, quantity);
    }

    private Response answered(Supplier<Http.Request> request) {
        for (int i = 0; i < MOST_REPETITIONS; i++) {
            try {
                Response response = request.get().send();
                if (response.status() != 503) {
                    return response;
                }
            } catch (UncheckedIOException e) {
                // The node is gone, or goes: nobody knows what became of it, so it is sent again.
            }
            repetitions.incrementAndGet();
            pause();
        }
        throw new AssertionError("no answer after " + MOST_REPETITIONS + " repetitions");
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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

    long repetitions() {
        return repetitions.get();
    }
}
