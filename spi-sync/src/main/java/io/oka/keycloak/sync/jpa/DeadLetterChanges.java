package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.change.Change;
import io.oka.keycloak.common.change.Changes;
import io.oka.keycloak.sync.SyncDeadLetter;
import io.oka.keycloak.sync.SyncDeadLetters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What is said of dead letters when somebody does something about them; of many at once only how many and which. */
record DeadLetterChanges(KeycloakSession session, RealmModel realm) {

    private static final String RESOURCE_TYPE = "OKA_SYNC_DEAD_LETTER";
    private static final String PATH = "sync/dead-letters";

    /**
     * @param members that are others now; what stands in the data may be anybody's, and is not said
     */
    void edited(SyncDeadLetter letter, List<String> members) {
        Map<String, Object> data = data(letter);
        data.put("members", members);
        publish("sync.dead_letter_edited", OperationType.UPDATE, letter, data);
    }

    void replayed(SyncDeadLetter letter) {
        publish("sync.dead_letter_replayed", OperationType.ACTION, letter, data(letter));
    }

    void discarded(SyncDeadLetter letter, String reason) {
        Map<String, Object> data = data(letter);
        data.put("reason", reason);
        publish("sync.dead_letter_discarded", OperationType.ACTION, letter, data);
    }

    void replayed(SyncDeadLetters.Filter filter, int items, int ratePerSecond) {
        Map<String, Object> data = data(filter, items);
        data.put("ratePerSecond", ratePerSecond);
        publish("sync.dead_letters_replayed", data);
    }

    void discarded(SyncDeadLetters.Filter filter, int items, String reason) {
        Map<String, Object> data = data(filter, items);
        data.put("reason", reason);
        publish("sync.dead_letters_discarded", data);
    }

    private static Map<String, Object> data(SyncDeadLetter letter) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("itemId", letter.id());
        data.put("jobId", letter.jobId());
        data.put("agentSystem", letter.agentSystem());
        data.put("type", letter.type().wireName());
        put(data, "externalCode", letter.externalCode());
        put(data, "errorClass", letter.errorClass());
        return data;
    }

    private static Map<String, Object> data(SyncDeadLetters.Filter filter, int items) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("items", items);
        put(data, "errorClass", filter.errorClass());
        put(data, "agentSystem", filter.agentSystem());
        put(data, "type", filter.type() == null ? null : filter.type().wireName());
        put(data, "externalCode", filter.externalCode());
        put(data, "jobId", filter.jobId());
        put(data, "from", filter.from() == null ? null : filter.from().toString());
        put(data, "to", filter.to() == null ? null : filter.to().toString());
        return data;
    }

    private static void put(Map<String, Object> data, String name, @Nullable Object value) {
        if (value != null) {
            data.put(name, value);
        }
    }

    private void publish(String type, OperationType operation, SyncDeadLetter letter, Map<String, Object> data) {
        Changes.publish(
                session,
                realm,
                new Change(
                        type,
                        letter.tenantId(),
                        data,
                        new Change.AdminAction(operation, RESOURCE_TYPE, PATH + "/" + letter.id())));
    }

    private void publish(String type, Map<String, Object> data) {
        Changes.publish(
                session,
                realm,
                new Change(type, null, data, new Change.AdminAction(OperationType.ACTION, RESOURCE_TYPE, PATH)));
    }
}
