package io.oka.keycloak.sync;

import io.oka.keycloak.common.signing.SigningSecret;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** What agents' requests go by. */
public interface AgentRequests {

    /**
     * An agent and what it may sign with.
     *
     * @param secrets newest first; the one before only as long as it overlaps
     */
    record Signer(Agent agent, List<SigningSecret> secrets, Instant lastSeenAt) {

        /** Without what is secret. */
        @Override
        public String toString() {
            return "Signer[" + agent.id() + "]";
        }
    }

    /**
     * Read from the database each time: one that is revoked is known on no node. It is not held.
     *
     * @return null if there is none in this realm that may call
     */
    @Nullable
    Signer signer(RealmModel realm, String agentId);

    /**
     * Takes a request's id, in the request's transaction: a request that is refused may come again. Of two at once the
     * second waits for the first.
     *
     * @param until when its timestamp has become too old on every node
     * @return whether it was not taken before
     */
    boolean take(Agent agent, String requestId, Instant until);

    /** What a heartbeat says. The agent is heard of then. */
    void report(Agent agent, @Nullable String softwareVersion, AgentReport report);

    /**
     * The agent was heard of. In a transaction of its own, and not at all while somebody holds the agent: it is said again
     * with one of the next requests.
     */
    void seen(Agent agent, Instant at);

    /** What there is for the agent to know or do. */
    AgentWork work(Agent agent);
}
