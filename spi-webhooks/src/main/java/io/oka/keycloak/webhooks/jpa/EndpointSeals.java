package io.oka.keycloak.webhooks.jpa;

import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.secret.Sealer;
import io.oka.keycloak.common.signing.SigningSecret;
import io.oka.keycloak.webhooks.EndpointSecrets;
import io.oka.keycloak.webhooks.OpenedSecrets;
import io.oka.keycloak.webhooks.SealedSecrets;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
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

    private static final String SECRET_COLUMN = "secret";
    private static final String HEADERS_COLUMN = "headers";

    @Override
    public OpenedSecrets open(SealedSecrets sealed, Instant now) {
        List<SigningSecret> signing = new ArrayList<>();
        signing.add(SigningSecret.of(open(sealed, SECRET_COLUMN, sealed.secret())));
        if (sealed.previous() != null
                && sealed.previousUntil() != null
                && sealed.previousUntil().isAfter(now)) {
            signing.add(SigningSecret.of(open(sealed, SECRET_COLUMN, sealed.previous())));
        }
        return new OpenedSecrets(List.copyOf(signing), headers(sealed));
    }

    /** Begins a row's secrets. */
    void write(WebhookEndpointEntity row, SigningSecret secret, @Nullable Map<String, String> headers) {
        row.keyVersion = sealer.current();
        row.secret = seal(row, SECRET_COLUMN, secret.bytes());
        row.headers = headers == null || headers.isEmpty() ? null : seal(row, HEADERS_COLUMN, Json.write(headers));
    }

    /** Takes another secret and keeps the one before, for as long as that signs. */
    void rotate(WebhookEndpointEntity row, SigningSecret secret, Instant previousUntil, Instant now) {
        renew(row);
        boolean overlaps = previousUntil.isAfter(now);
        row.previousSecret = overlaps ? row.secret : null;
        row.previousUntil = overlaps ? previousUntil : null;
        row.secret = seal(row, SECRET_COLUMN, secret.bytes());
    }

    /** Takes other headers. */
    void headers(WebhookEndpointEntity row, Map<String, String> headers) {
        renew(row);
        row.headers = headers.isEmpty() ? null : seal(row, HEADERS_COLUMN, Json.write(headers));
    }

    /** Seals all of it under the current version. */
    void renew(WebhookEndpointEntity row) {
        if (row.keyVersion == sealer.current()) {
            return;
        }
        SealedSecrets old = new SealedSecrets(
                row.realmId, row.id, row.keyVersion, row.secret, row.previousSecret, row.previousUntil, row.headers);
        byte[] secret = anew(row, old, SECRET_COLUMN, old.secret());
        byte[] previous = old.previous() == null ? null : anew(row, old, SECRET_COLUMN, old.previous());
        byte[] headers = old.headers() == null ? null : anew(row, old, HEADERS_COLUMN, old.headers());
        // Only now, when nothing can fail any more: a row that was half renewed would never open again.
        row.keyVersion = sealer.current();
        row.secret = secret;
        row.previousSecret = previous;
        row.headers = headers;
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

    private Map<String, String> headers(SealedSecrets sealed) {
        if (sealed.headers() == null) {
            return Map.of();
        }
        try {
            return Json.MAPPER.readValue(open(sealed, HEADERS_COLUMN, sealed.headers()), HEADERS);
        } catch (IOException e) {
            throw new IllegalStateException("Headers of webhook endpoint " + sealed.endpointId() + " are damaged", e);
        }
    }

    private byte[] anew(WebhookEndpointEntity row, SealedSecrets old, String column, byte[] value) {
        return seal(row, column, open(old, column, value));
    }

    private byte[] seal(WebhookEndpointEntity row, String column, byte[] plain) {
        return sealer.seal(row.realmId, row.id + "/" + column, plain);
    }

    private byte[] open(SealedSecrets sealed, String column, byte[] value) {
        return sealer.open(sealed.realmId(), sealed.keyVersion(), sealed.endpointId() + "/" + column, value);
    }
}
