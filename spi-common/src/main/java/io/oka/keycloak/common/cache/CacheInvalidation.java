package io.oka.keycloak.common.cache;

import java.util.Objects;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;
import org.infinispan.protostream.annotations.ProtoTypeId;
import org.keycloak.cluster.ClusterEvent;

/** Tells the other nodes to forget an entry of one of our local caches. */
@ProtoTypeId(CacheInvalidation.TYPE_ID)
public final class CacheInvalidation implements ClusterEvent {

    /** Far from the ranges that Infinispan and Keycloak use. */
    static final int TYPE_ID = 1_326_001;

    private final String cache;
    private final String key;

    @ProtoFactory
    CacheInvalidation(String cache, String key) {
        this.cache = cache;
        this.key = key;
    }

    @ProtoField(1)
    String getCache() {
        return cache;
    }

    @ProtoField(2)
    String getKey() {
        return key;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CacheInvalidation that && cache.equals(that.cache) && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return Objects.hash(cache, key);
    }

    @Override
    public String toString() {
        return "CacheInvalidation[" + cache + ", " + key + "]";
    }
}
