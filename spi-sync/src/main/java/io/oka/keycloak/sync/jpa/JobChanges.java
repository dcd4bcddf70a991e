package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.change.Change;
import io.oka.keycloak.common.change.Changes;
import io.oka.keycloak.sync.Job;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What is said of jobs when operators do something about them. What becomes of them by itself its items tell. */
record JobChanges(KeycloakSession session, RealmModel realm) {

    private static final String RESOURCE_TYPE = "OKA_SYNC_JOB";

    void cancelled(Job job) {
        publish("sync.job_cancelled", job, data(job));
    }

    void retried(Job job, int items) {
        Map<String, Object> data = data(job);
        data.put("items", items);
        publish("sync.job_retried", job, data);
    }

    private static Map<String, Object> data(Job job) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("jobId", job.id());
        data.put("agentSystem", job.system());
        data.put("type", job.type().wireName());
        return data;
    }

    private void publish(String type, Job job, Map<String, Object> data) {
        String path = "sync/jobs/" + job.id();
        Changes.publish(
                session,
                realm,
                new Change(type, null, data, new Change.AdminAction(OperationType.ACTION, RESOURCE_TYPE, path)));
    }
}
