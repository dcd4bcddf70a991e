package io.oka.keycloak.webhooks.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.EntityTags;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Page;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import io.oka.keycloak.common.signing.SigningSecret;
import io.oka.keycloak.webhooks.WebhookEndpoint;
import io.oka.keycloak.webhooks.WebhookEndpoints;
import io.oka.keycloak.webhooks.WebhookTerms;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code …/webhooks}: a tenant's, for its admins and for operators, or the realm's own, for operators. */
@Tag(name = "Webhooks", description = "Addresses that are told what changed")
public class WebhooksResource {

    private final WebhookAccess access;
    private final WebhookEndpoints endpoints;

    WebhooksResource(WebhookAccess access) {
        this.access = access;
        this.endpoints = access.webhooks().endpoints();
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listWebhooks",
            summary = "The endpoints, oldest first",
            description = "Of members, this needs the role admin. Secrets and the values of headers are masked.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = WebhookRepresentation.class)))
    public Response list(@QueryParam("first") @Nullable String first, @QueryParam("max") @Nullable String max) {
        access.requireRead();
        Page page = Page.of(first, max);
        return Answers.list(
                        endpoints.list(access.scope(), page.first(), page.max()).stream()
                                .map(WebhookRepresentation::of)
                                .toList(),
                        endpoints.count(access.scope()))
                .build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createWebhook",
            summary = "Make an endpoint",
            description = "Of members, this needs the role admin. The answer holds the secret with which messages are"
                    + " signed (Standard Webhooks); no other does, until another secret is taken. It is told what happens"
                    + " from now on.")
    @RequestBody(content = @Content(schema = @Schema(implementation = NewWebhookRepresentation.class)))
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = WebhookRepresentation.class)))
    @APIResponse(responseCode = "409", description = "endpoint_limit_reached, tenant_deleted")
    public Response create(InputStream body) {
        access.requireChange();
        JsonBody json = JsonBody.read(body);
        return IdempotencyKeys.run(
                access.session(), access.scope().realm(), access.callerKey(), json.bytes(), () -> create(json));
    }

    private Response create(JsonBody json) {
        NewWebhookRepresentation wanted = json.as(NewWebhookRepresentation.class);
        WebhookTerms terms = WebhookInput.terms(wanted, access.targets(), access.isOfRealm());
        SigningSecret secret = WebhookInput.secret(wanted.secret());
        WebhookEndpoint made = endpoints.create(access.scope(), terms, secret);
        return Answers.created(
                        access.session().getContext().getUri(), made.id(), WebhookRepresentation.of(made, secret))
                .header(HttpHeaders.ETAG, EntityTags.of(made.version()))
                .build();
    }

    @Path("{webhookId}")
    public WebhookResource webhook(@PathParam("webhookId") String id) {
        return new WebhookResource(access, id);
    }
}
