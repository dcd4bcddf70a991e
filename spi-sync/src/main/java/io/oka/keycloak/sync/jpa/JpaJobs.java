package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.sync.ItemState;
import io.oka.keycloak.sync.Job;
import io.oka.keycloak.sync.JobItem;
import io.oka.keycloak.sync.Jobs;
import io.oka.keycloak.sync.NewJob;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What agents send, and what became of each item of it. In PostgreSQL. */
record JpaJobs(KeycloakSession session, EntityManager em) implements Jobs {

    @Override
    public Job accept(RealmModel realm, NewJob job) {
        throw new UnsupportedOperationException("Not built yet");
    }

    @Override
    public @Nullable Job get(RealmModel realm, String id) {
        return null;
    }

    @Override
    public List<Job> list(RealmModel realm, Filter filter, CursorPage page) {
        return List.of();
    }

    @Override
    public List<JobItem> items(Job job, @Nullable ItemState state, CursorPage page) {
        return List.of();
    }

    @Override
    public @Nullable Job cancel(RealmModel realm, String id, String by) {
        return null;
    }

    @Override
    public @Nullable Job retry(RealmModel realm, String id) {
        return null;
    }

    @Override
    public int resumeParked(RealmModel realm, String system, String mappingType, String externalCode) {
        return 0;
    }

    @Override
    public int resumeMapped(RealmModel realm, String system) {
        return 0;
    }

    @Override
    public void itemsChanged(Set<String> jobIds) {}
}
