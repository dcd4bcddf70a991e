package io.oka.keycloak.webhooks;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people say about an endpoint, checked.
 *
 * @param events types, {@code prefix.*} or {@code *}
 * @param headers sent along with each message, by name; null leaves those that it has
 * @param ordered whether a message waits until the one before it is through
 * @param ratePerSecond how many messages it takes in a second; null for as many as come
 */
public record WebhookTerms(
        String url,
        List<String> events,
        @Nullable String description,
        boolean active,
        @Nullable Map<String, String> headers,
        WebhookFormat format,
        boolean ordered,
        @Nullable Integer ratePerSecond) {

    /** Without the headers, which are secret. */
    @Override
    public String toString() {
        return "WebhookTerms[url=" + url + ", events=" + events + ", active=" + active + "]";
    }
}
