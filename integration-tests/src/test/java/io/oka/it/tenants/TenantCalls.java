package io.oka.it.tenants;

import static io.oka.it.tenants.TenantCall.built;
import static io.oka.it.tenants.TenantCall.ofThePerson;
import static io.oka.it.tenants.TenantCall.planned;

import java.util.List;

/**
 * Every call of the contract below a realm's tenants. Whoever builds one that is planned replaces its line:
 * {@code built(call, body, owner, admin, member)}.
 */
final class TenantCalls {

    private static final String USE =
            "{\"service\":\"documents\",\"action\":\"convert\",\"quantity\":1,\"idempotencyKey\":\"{fresh}\"}";
    private static final String RESERVATION =
            "{\"service\":\"documents\",\"quantity\":1,\"ttlSeconds\":60,\"idempotencyKey\":\"{fresh}\"}";

    private static final String WEBHOOK = "{\"url\":\"https://example.com/\",\"events\":[\"*\"]}";

    static final List<TenantCall> ALL = List.of(
            // Section 2: tenants
            ofThePerson("GET ", "", 200),
            ofThePerson("POST ", "{\"name\":\"{fresh}\"}", 201),
            built("PUT /active", "{\"tenantId\":\"{tenant}\"}", 204, 204, 204).services(403, 403),
            ofThePerson("DELETE /sessions", "", 204),
            built("GET /{tenant}", 200, 200, 200),
            built("PATCH /{tenant}", "{\"displayName\":\"x\"}", 200, 200, 403),
            built("DELETE /{tenant}", 204, 403, 403),
            built("GET /{tenant}/members", 200, 200, 200),
            built("POST /{tenant}/members", "{\"username\":\"frank\"}", 201, 201, 403),
            built("GET /{tenant}/members/{member}", 200, 200, 200),
            built("PATCH /{tenant}/members/{member}", "{\"role\":\"admin\"}", 200, 200, 403),
            built("DELETE /{tenant}/members/{member}", 204, 204, 403),
            built("GET /{tenant}/members/{any}", 404, 404, 404),
            built("GET /{tenant}/invitations", 200, 200, 403),
            built("POST /{tenant}/invitations", "{\"email\":\"{fresh}@example.com\"}", 201, 201, 403),
            built("GET /{tenant}/invitations/{any}", 404, 404, 403),
            built("DELETE /{tenant}/invitations/{any}", 404, 404, 403),
            built("POST /{tenant}/invitations/{any}/resend", 404, 404, 403),
            built("GET /{tenant}/sessions", 200, 200, 200),
            built("GET /{tenant}/sessions?userId={any}", 200, 200, 403),
            built("DELETE /{tenant}/sessions", 204, 204, 204),
            built("DELETE /{tenant}/sessions?userId={any}", 204, 204, 403),
            built("DELETE /{tenant}/sessions/{any}", 404, 404, 404),
            built("GET /{tenant}/audit", 200, 200, 403),

            // Section 3: API keys
            built("GET /{tenant}/api-keys", 200, 200, 403),
            built("POST /{tenant}/api-keys", "{\"name\":\"x\",\"scopes\":[]}", 201, 201, 403),
            built("GET /{tenant}/api-keys/{key}", 200, 200, 403),
            built("PATCH /{tenant}/api-keys/{key}", "{\"name\":\"y\"}", 200, 200, 403),
            built("DELETE /{tenant}/api-keys/{key}", 204, 204, 403),
            built("POST /{tenant}/api-keys/{key}/rotate", "{}", 201, 201, 403),
            built("GET /{tenant}/api-keys/{any}", 404, 404, 403),
            built("PATCH /{tenant}/api-keys/{any}", "{\"name\":\"y\"}", 404, 404, 403),
            built("DELETE /{tenant}/api-keys/{any}", 404, 404, 403),
            built("POST /{tenant}/api-keys/{any}/rotate", "{}", 404, 404, 403),

            // Section 5: entitlements
            built("GET /{tenant}/subscription", 200, 200, 200).services(200, 404),
            built("POST /{tenant}/subscription/upgrade", "{\"tier\":\"pro\"}", 200, 200, 403)
                    .services(409, 404),
            built("POST /{tenant}/subscription/downgrade", "{\"tier\":\"pro\"}", 409, 409, 403)
                    .services(409, 404),
            built("POST /{tenant}/subscription/renew", 403, 403, 403).services(200, 404),
            built("PUT /{tenant}/subscription/items/documents", "{\"enabled\":false}", 200, 200, 403)
                    .services(200, 404),
            // Last of these: the service ends the subscription that its other calls need.
            built("POST /{tenant}/subscription/cancel", "{\"atPeriodEnd\":false}", 200, 200, 403)
                    .services(200, 404),
            built("GET /{tenant}/usage", 200, 200, 200).services(200, 404),
            built("GET /{tenant}/usage/events", 200, 200, 200).services(200, 404),
            built("POST /{tenant}/usage", USE, 200, 200, 403).services(200, 404),
            built("POST /{tenant}/usage/reservations", RESERVATION, 201, 201, 403)
                    .services(201, 404),
            built("POST /{tenant}/usage/reservations/{any}/commit", "{\"quantity\":1}", 404, 404, 403),
            built("DELETE /{tenant}/usage/reservations/{any}", 404, 404, 403),
            built("GET /{tenant}/quota", 200, 200, 200).services(200, 404),
            built("GET /{tenant}/features", 200, 200, 200),

            // Section 6: webhooks
            built("GET /{tenant}/webhooks", 200, 200, 403),
            built("POST /{tenant}/webhooks", WEBHOOK, 201, 201, 403),
            built("GET /{tenant}/webhooks/{any}", 404, 404, 403),
            built("PATCH /{tenant}/webhooks/{any}", "{\"active\":false}", 404, 404, 403),
            built("DELETE /{tenant}/webhooks/{any}", 404, 404, 403),
            built("POST /{tenant}/webhooks/{any}/activate", 404, 404, 403),
            built("POST /{tenant}/webhooks/{any}/deactivate", 404, 404, 403),
            planned("POST /{tenant}/webhooks/{any}/test"),
            built("POST /{tenant}/webhooks/{any}/secret/rotate", "{}", 404, 404, 403),
            planned("GET /{tenant}/webhooks/{any}/deliveries"),
            planned("GET /{tenant}/webhooks/{any}/deliveries/{any}"),
            planned("POST /{tenant}/webhooks/{any}/deliveries/{any}/resend"),
            planned("POST /{tenant}/webhooks/{any}/recover"),
            planned("GET /{tenant}/webhooks/{any}/stats"),

            // Of no section
            planned("GET /{tenant}/nothing"),
            planned("POST /{tenant}/nothing/at/all"));

    private TenantCalls() {}
}
