package io.oka.keycloak.sync.engine;

import java.util.Set;
import org.keycloak.provider.ProviderEvent;

/**
 * This node has committed something about items of these jobs. Only a hint: it is lost with the process, other nodes do not
 * hear of it, and all look by themselves every now and then.
 */
public record SyncWorkEvent(Set<String> jobIds) implements ProviderEvent {

    public SyncWorkEvent {
        jobIds = Set.copyOf(jobIds);
    }
}
