package io.oka.it.support;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.oka.testing.Http;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A request of an agent, as it is signed by a library that is not ours; tests may sign one thing and send another.
 *
 * @param path below the realm's, with its query
 */
public record SignedRequest(
        TestRealm realm,
        String agentId,
        String secret,
        String id,
        long timestamp,
        String method,
        String path,
        String body) {

    public SignedRequest withAgentId(String other) {
        return new SignedRequest(realm, other, secret, id, timestamp, method, path, body);
    }

    public SignedRequest withSecret(String other) {
        return new SignedRequest(realm, agentId, other, id, timestamp, method, path, body);
    }

    public SignedRequest withId(String other) {
        return new SignedRequest(realm, agentId, secret, other, timestamp, method, path, body);
    }

    public SignedRequest at(Instant time) {
        return new SignedRequest(realm, agentId, secret, id, time.getEpochSecond(), method, path, body);
    }

    public String signature() {
        return signature(realm.path(path));
    }

    /** Over another path than it is sent to. */
    public String signature(String signedPath) {
        try {
            return new Webhook(secret).sign(id, timestamp, method + " " + signedPath + "." + body);
        } catch (EmptyWebhookSecretException | WebhookSigningException e) {
            throw new AssertionError(e);
        }
    }

    /** To be sent, as it was signed. */
    public Http.Request request() {
        return request(signature());
    }

    public Http.Request request(String signature) {
        return unsigned().header("webhook-signature", signature);
    }

    /** All but the signature. */
    public Http.Request unsigned() {
        Http.Request request = realm.oka()
                .http()
                .request(method, realm.path(path))
                .header("agent-id", agentId)
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(timestamp));
        return method.equals("GET") ? request : request.body("application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    public Response send() {
        return request().send();
    }
}
