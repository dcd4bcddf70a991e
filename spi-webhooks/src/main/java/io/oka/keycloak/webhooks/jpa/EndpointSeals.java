package io.oka.keycloak.webhooks.jpa;

import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.secret.Sealer;
import io.oka.keycloak.webhooks.WebhookSecret;
import io.oka.keycloak.webhooks.delivery.EndpointSecrets;
import io.oka.keycloak.webhooks.delivery.SealedSecrets;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is secret of an endpoint, sealed: each value for its own row and column, all of a row under one version of the
 * operator's key.
 */
record EndpointSeals(Sealer sealer) implements EndpointSecrets {

    /** With which the purpose of the operator's key is told from others. */
    static final String PURPOSE = "webhooks";

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    /** Begins a row's secrets. */
    void write(WebhookEndpointEntity row, WebhookSecret secret, @Nullable Map<String, String> headers) {
        row.keyVersion = sealer.current();
        row.secret = seal(row, "secret", secret.bytes());
        row.headers = headers == null || headers.isEmpty() ? null : seal(row, "headers", Json.write(headers));
    }

    /** Takes another secret and keeps the one before. */
    void rotate(WebhookEndpointEntity row, WebhookSecret secret) {
        WebhookSecret before = secret(row);
        renew(row);
        row.previousSecret = seal(row, "previous", before.bytes());
        row.secret = seal(row, "secret", secret.bytes());
    }

    /** Takes other headers. */
    void headers(WebhookEndpointEntity row, Map<String, String> headers) {
        renew(row);
        row.headers = headers.isEmpty() ? null : seal(row, "headers", Json.write(headers));
    }

    /** Seals all of it under the current version. */
    void renew(WebhookEndpointEntity row) {
        if (row.keyVersion == sealer.current()) {
            return;
        }
        byte[] secret = open(row, "secret", row.secret);
        byte[] previous = row.previousSecret == null ? null : open(row, "previous", row.previousSecret);
        byte[] headers = row.headers == null ? null : open(row, "headers", row.headers);
        row.keyVersion = sealer.current();
        row.secret = seal(row, "secret", secret);
        row.previousSecret = previous == null ? null : seal(row, "previous", previous);
        row.headers = headers == null ? null : seal(row, "headers", headers);
    }

    /** Ends an endpoint, and its secrets with it. */
    static void bury(WebhookEndpointEntity row, Instant now) {
        row.deletedAt = now;
        row.active = false;
        row.secret = new byte[0];
        row.previousSecret = null;
        row.headers = null;
        row.headerNames = "[]";
    }

    WebhookSecret secret(WebhookEndpointEntity row) {
        return WebhookSecret.of(open(row, "secret", row.secret));
    }

    @Nullable
    WebhookSecret previousSecret(WebhookEndpointEntity row) {
        return row.previousSecret == null ? null : WebhookSecret.of(open(row, "previous", row.previousSecret));
    }

    Map<String, String> headers(WebhookEndpointEntity row) {
        if (row.headers == null) {
            return Map.of();
        }
        try {
            return Json.MAPPER.readValue(open(row, "headers", row.headers), HEADERS);
        } catch (IOException e) {
            throw new IllegalStateException("Headers of webhook endpoint " + row.id + " are damaged", e);
        }
    }

    @Override
    public Opened open(SealedSecrets sealed) {
        WebhookEndpointEntity row = new WebhookEndpointEntity();
        row.id = sealed.endpointId();
        row.realmId = sealed.realmId();
        row.keyVersion = sealed.keyVersion();
        row.secret = sealed.secret();
        row.previousSecret = sealed.previous();
        row.headers = sealed.headers();
        WebhookSecret previous = previousSecret(row);
        WebhookSecret current = secret(row);
        return new Opened(previous == null ? List.of(current) : List.of(current, previous), headers(row));
    }

    private byte[] seal(WebhookEndpointEntity row, String column, byte[] plain) {
        return sealer.seal(row.realmId, row.id + "/" + column, plain);
    }

    private byte[] open(WebhookEndpointEntity row, String column, byte[] sealed) {
        return sealer.open(row.realmId, row.keyVersion, row.id + "/" + column, sealed);
    }
}
