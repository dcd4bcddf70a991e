package io.oka.keycloak.sync.agent;

import io.oka.keycloak.common.guess.Addresses;
import io.oka.keycloak.common.guess.WindowCounter;
import io.oka.keycloak.common.lazy.Lazy;
import io.oka.keycloak.sync.AgentLimits;
import java.time.Duration;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Kept in the node's memory, which is bounded. */
public final class NodeAgentLimits implements AgentLimits {

    private static final int MOST_CALLS = 20_000;

    private static final int MOST_ADDRESSES = 50_000;
    private static final int MOST_REFUSALS = 30;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final CallLimits calls = new CallLimits(MOST_CALLS);
    private final Lazy<WindowCounter> refusals = new Lazy<>();

    @Override
    public int take(String agentId, String call, int perMinute) {
        return calls.take(agentId, call, perMinute, Time.currentTimeMillis());
    }

    @Override
    public int secondsToWait(KeycloakSession session, RealmModel realm) {
        WindowCounter counter = refusals(session);
        String name = name(session, realm);
        return counter.count(name) < MOST_REFUSALS ? 0 : counter.secondsLeft(name);
    }

    @Override
    public void refused(KeycloakSession session, RealmModel realm) {
        refusals(session).increment(name(session, realm));
    }

    private WindowCounter refusals(KeycloakSession session) {
        return refusals.get(() -> WindowCounter.create(session, "oka-sync-enrolments", MOST_ADDRESSES, WINDOW));
    }

    private static String name(KeycloakSession session, RealmModel realm) {
        return realm.getId() + "/"
                + Addresses.counted(session.getContext().getConnection().getRemoteAddr());
    }
}
