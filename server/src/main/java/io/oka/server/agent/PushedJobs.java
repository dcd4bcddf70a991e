package io.oka.server.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends jobs, and looks after them until the server is done with them. */
final class PushedJobs {

    private static final Set<String> UNDER_WAY = Set.of("queued", "running", "retrying");
    private static final Set<String> OF_INTEREST = Set.of("parked", "dead");
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final AgentClient client;
    private final PrintStream out;
    private final int itemsPerJob;

    PushedJobs(AgentClient client, PrintStream out, int itemsPerJob) {
        this.client = client;
        this.out = out;
        this.itemsPerJob = itemsPerJob;
    }

    /** Everything of the folder; subscriptions and usage once the customers are there. */
    void push(ErpFiles files, Duration patience) {
        for (ErpFiles.Kind kind : ErpFiles.Kind.values()) {
            List<ErpFiles.Item> items = files.items(kind);
            List<String> jobs = new ArrayList<>();
            for (int from = 0; from < items.size(); from += itemsPerJob) {
                List<ErpFiles.Item> some = items.subList(from, Math.min(from + itemsPerJob, items.size()));
                jobs.add(send(Map.of("type", kind.jobType(), "items", some)));
            }
            jobs.forEach(job -> tell(kind.jobType(), await(job, patience)));
        }
    }

    /** Makes a job. */
    String send(Map<String, ?> job) {
        return client.postOnce("/jobs", job).path("jobId").asText();
    }

    /** The job once nothing of it is under way any more, or as it is when patience ends. */
    JsonNode await(String jobId, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        JsonNode job = client.get("/jobs/" + jobId);
        while (UNDER_WAY.contains(job.path("state").asText()) && System.nanoTime() < end) {
            AgentClient.pause(PAUSE);
            job = client.get("/jobs/" + jobId);
        }
        return job;
    }

    private void tell(String type, JsonNode job) {
        Map<String, String> counts = new LinkedHashMap<>();
        job.path("progress")
                .properties()
                .forEach(count -> counts.put(count.getKey(), count.getValue().asText()));
        out.println(
                type + " " + job.path("id").asText() + ": " + job.path("state").asText() + " " + counts);
        if (job.path("progress").path("parked").asInt()
                        + job.path("progress").path("dead").asInt()
                > 0) {
            everyItem(job);
        }
    }

    private void everyItem(JsonNode job) {
        String cursor = null;
        do {
            String query = "?limit=100" + (cursor == null ? "" : "&cursor=" + cursor);
            JsonNode page = client.get("/jobs/" + job.path("id").asText() + query);
            page.path("items").forEach(this::tellItem);
            cursor = text(page.path("nextCursor"));
        } while (cursor != null);
    }

    private void tellItem(JsonNode item) {
        if (OF_INTEREST.contains(item.path("state").asText())) {
            out.println("  " + item.path("state").asText() + " "
                    + item.path("externalCode").asText("(no code)") + ": "
                    + item.path("result").asText() + " " + item.path("detail").asText(""));
        }
    }

    static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }
}
