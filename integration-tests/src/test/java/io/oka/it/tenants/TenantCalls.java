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
            planned("GET /{tenant}/api-keys"),
            planned("POST /{tenant}/api-keys"),
            planned("GET /{tenant}/api-keys/{any}"),
            planned("PATCH /{tenant}/api-keys/{any}"),
            planned("DELETE /{tenant}/api-keys/{any}"),
            planned("POST /{tenant}/api-keys/{any}/rotate"),

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
            planned("GET /{tenant}/usage"),
            planned("GET /{tenant}/usage/events"),
            planned("POST /{tenant}/usage"),
            planned("POST /{tenant}/usage/reservations"),
            planned("POST /{tenant}/usage/reservations/{any}/commit"),
            planned("DELETE /{tenant}/usage/reservations/{any}"),
            planned("GET /{tenant}/quota"),
            built("GET /{tenant}/features", 200, 200, 200),

            // Section 6: webhooks
            planned("GET /{tenant}/webhooks"),
            planned("POST /{tenant}/webhooks"),
            planned("GET /{tenant}/webhooks/{any}"),
            planned("PATCH /{tenant}/webhooks/{any}"),
            planned("DELETE /{tenant}/webhooks/{any}"),
            planned("POST /{tenant}/webhooks/{any}/activate"),
            planned("POST /{tenant}/webhooks/{any}/deactivate"),
            planned("POST /{tenant}/webhooks/{any}/test"),
            planned("POST /{tenant}/webhooks/{any}/secret/rotate"),
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
