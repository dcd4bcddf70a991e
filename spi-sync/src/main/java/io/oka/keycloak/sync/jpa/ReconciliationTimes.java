package io.oka.keycloak.sync.jpa;

import java.time.Duration;

/** For how long comparisons wait. */
final class ReconciliationTimes {

    /** For the next page: then the agent is taken for dead. */
    static final Duration IDLE = Duration.ofHours(1);

    /** For the first page. */
    static final Duration WAITING = Duration.ofHours(24);

    private ReconciliationTimes() {}
}
