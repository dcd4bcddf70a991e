package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.http.RequestId;
import io.oka.keycloak.common.http.Uuid7;
import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.task.AfterCommit;
import io.oka.keycloak.sync.ItemState;
import io.oka.keycloak.sync.Job;
import io.oka.keycloak.sync.JobItem;
import io.oka.keycloak.sync.JobProgress;
import io.oka.keycloak.sync.JobState;
import io.oka.keycloak.sync.Jobs;
import io.oka.keycloak.sync.NewJob;
import io.oka.keycloak.sync.SyncProvider;
import io.oka.keycloak.sync.engine.SyncWorkEvent;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Jobs in PostgreSQL, as agents and operators deal with them, in the request's own transaction. */
record JpaJobs(KeycloakSession session, EntityManager em) implements Jobs {

    private static final int RETRY_QUEUE_SECONDS = 30;

    /**
     * If the process dies before the request's transaction commits, there is neither the job nor an answer; after it, the
     * items are there for any node, which finds them by itself.
     */
    @Override
    public Job accept(RealmModel realm, NewJob job) {
        int most = SyncProvider.of(session).options().in(realm).maxQueuedItems();
        if (!QueueDepth.of(em, realm.getId(), most).take(job.items().size(), most)) {
            throw new Problem(
                            503,
                            "queue_full",
                            "Too much waits to be applied",
                            "At most " + most + " items wait in a realm; send this again later",
                            List.of(),
                            Map.of("Retry-After", Integer.toString(RETRY_QUEUE_SECONDS)))
                    .asException();
        }
        SyncJobEntity row = new SyncJobEntity();
        row.id = Uuid7.next();
        row.realmId = realm.getId();
        row.agentId = job.agentId();
        row.createdBy = job.createdBy();
        row.agentSystem = job.system();
        row.type = job.type().wireName();
        row.state = JobState.QUEUED.wireName();
        row.items = job.items().size();
        row.correlationId = RequestId.of(session);
        row.createdAt = now();
        em.persist(row);
        new NewItems(em, row).insert(job);
        itemsChanged(Set.of(row.id));
        return Objects.requireNonNull(get(realm, row.id));
    }

    @Override
    public @Nullable Job get(RealmModel realm, String id) {
        return reads(realm).get(id);
    }

    @Override
    public List<Job> list(RealmModel realm, Filter filter, CursorPage page) {
        return reads(realm).list(filter, page);
    }

    @Override
    public List<JobItem> items(Job job, @Nullable ItemState state, CursorPage page) {
        return new JobReads(em, job.realmId()).items(job.id(), state, page);
    }

    @Override
    public @Nullable Job cancel(RealmModel realm, String id, String by) {
        Job job = hold(realm, id);
        if (job == null) {
            return null;
        }
        JobProgress progress = job.progress();
        if (job.cancelledAt() != null
                || progress.queued() + progress.processing() + progress.retrying() + progress.parked() == 0) {
            throw new ConflictException("job_finished", "Nothing of the job is left to be ended");
        }
        rows(realm).cancel(id, by, now());
        itemsChanged(Set.of(id));
        Job ended = Objects.requireNonNull(get(realm, id));
        new JobChanges(session, realm).cancelled(ended);
        return ended;
    }

    @Override
    public @Nullable Job retry(RealmModel realm, String id) {
        Job job = hold(realm, id);
        if (job == null) {
            return null;
        }
        if (job.cancelledAt() != null) {
            throw new ConflictException("job_cancelled", "The job was ended by an operator");
        }
        int items = rows(realm).retry(id, now());
        if (items == 0) {
            throw new ConflictException("nothing_to_retry", "No item was given up or waits to be tried again");
        }
        itemsChanged(Set.of(id));
        Job begun = Objects.requireNonNull(get(realm, id));
        new JobChanges(session, realm).retried(begun, items);
        return begun;
    }

    @Override
    public int resumeParked(RealmModel realm, String system, String mappingType, String externalCode) {
        return resumed(rows(realm).resumeParked(system, mappingType, externalCode, now()));
    }

    @Override
    public int resumeMapped(RealmModel realm, String system) {
        return resumed(rows(realm).resumeMapped(system, now()));
    }

    private int resumed(List<String> jobIds) {
        if (!jobIds.isEmpty()) {
            itemsChanged(Set.copyOf(jobIds));
        }
        return jobIds.size();
    }

    @Override
    public void itemsChanged(Set<String> jobIds) {
        SyncWorkEvent event = new SyncWorkEvent(jobIds);
        AfterCommit.run(session, () -> session.getKeycloakSessionFactory().publish(event));
    }

    /** Held until the transaction ends; whoever applies items never waits for it. */
    private @Nullable Job hold(RealmModel realm, String id) {
        LockTimeout.set(em);
        return rows(realm).hold(id) ? get(realm, id) : null;
    }

    private JobReads reads(RealmModel realm) {
        return new JobReads(em, realm.getId());
    }

    private JobRows rows(RealmModel realm) {
        return new JobRows(em, realm.getId());
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
