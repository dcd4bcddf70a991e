package io.oka.keycloak.sync;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** Agents of another system, each of one realm. */
public interface Agents {

    /** The tokens by which agents enrol. */
    Enrolments enrolments();

    /** What agents' requests go by. */
    AgentRequests requests();

    /** Oldest first; those that are revoked as well. */
    List<EnrolledAgent> list(RealmModel realm, AgentFilter filter, int first, int max);

    long count(RealmModel realm, AgentFilter filter);

    /** As it is now, revoked or not; null if there is none. */
    @Nullable
    EnrolledAgent get(RealmModel realm, String id);

    /** The same, held until the transaction ends. */
    @Nullable
    EnrolledAgent lock(RealmModel realm, String id);

    /**
     * @throws io.oka.keycloak.common.problem.ConflictException {@code agent_revoked}
     */
    EnrolledAgent update(RealmModel realm, EnrolledAgent held, String name, Capabilities capabilities);

    /**
     * Gives the agent another secret, made here; the one before does as well for a while, one before that no more.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code agent_revoked}
     */
    IssuedAgent rotate(RealmModel realm, EnrolledAgent held, Duration overlap);

    /**
     * From the commit on no node takes a request of it, and its secrets are gone. Twice is as good as once; the first
     * reason stays.
     */
    EnrolledAgent revoke(RealmModel realm, EnrolledAgent held, @Nullable String reason);
}
