package io.oka.it.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.SyncAgents;
import io.oka.testing.Http;
import io.oka.testing.Response;
import java.util.ArrayList;
import java.util.List;

/** An agent that reads what changed, and goes on where it stopped. */
final class OutboundReader {

    private final SyncAgents agent;
    private String cursor;

    private OutboundReader(SyncAgents agent, String cursor) {
        this.agent = agent;
        this.cursor = cursor;
    }

    static OutboundReader fromTheBeginning(SyncAgents agent) {
        return new OutboundReader(agent, "");
    }

    /** Begins behind all that there is. */
    static OutboundReader fromNow(SyncAgents agent) {
        OutboundReader reader = fromTheBeginning(agent);
        reader.rest();
        return reader;
    }

    String cursor() {
        return cursor;
    }

    /** The next page, after which it goes on. */
    JsonNode page(int limit) {
        JsonNode page = get("?limit=" + limit + (cursor.isEmpty() ? "" : "&cursor=" + Http.encode(cursor)))
                .expect(200)
                .json();
        cursor = page.path("nextCursor").asText();
        return page;
    }

    /** All that there is to read now. */
    List<JsonNode> rest() {
        return rest(100);
    }

    List<JsonNode> rest(int limit) {
        List<JsonNode> items = new ArrayList<>();
        JsonNode page;
        do {
            page = page(limit);
            page.path("items").forEach(items::add);
        } while (page.path("more").asBoolean());
        return items;
    }

    Response get(String query) {
        return agent.get("/changes" + query);
    }
}
