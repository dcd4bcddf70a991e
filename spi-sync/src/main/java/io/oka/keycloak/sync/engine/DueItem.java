package io.oka.keycloak.sync.engine;

import io.oka.keycloak.sync.JobType;
import io.oka.keycloak.sync.operations.BreakerRows.SystemId;

/** An item that may be claimed. */
record DueItem(String id, SystemId system, String externalCode, JobType type, long version) {

    /** How much of a lane it takes. Pages of a snapshot are large, and each is work for a while. */
    int weight() {
        return type == JobType.RECONCILE_SNAPSHOT ? Lanes.LONGEST : 1;
    }
}
