package io.oka.keycloak.sync.agent;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often an agent may make each call, on this node. Beyond its size the calls made longest ago are forgotten; whoever
 * made them may begin anew.
 */
final class CallLimits {

    private static final float LOAD = 0.75f;

    private final int size;
    private final Map<Call, TokenBucket> buckets;

    private record Call(String agentId, String name) {}

    CallLimits(int size) {
        this.size = size;
        this.buckets = new LinkedHashMap<>(16, LOAD, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Call, TokenBucket> eldest) {
                return size() > CallLimits.this.size;
            }
        };
    }

    /**
     * As {@link TokenBucket#take}.
     *
     * @param call one of a few names: each counts for itself
     */
    synchronized int take(String agentId, String call, int perMinute, long now) {
        return buckets.computeIfAbsent(new Call(agentId, call), key -> new TokenBucket(perMinute, now))
                .take(perMinute, now);
    }
}
