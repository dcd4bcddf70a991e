package io.oka.keycloak.apikeys.exchange;

import io.oka.keycloak.common.caller.TenantApi;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Preflight;
import io.oka.keycloak.common.http.ProblemFilter;
import io.oka.keycloak.common.problem.FieldError;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.problem.ProblemException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.VerificationException;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.dpop.DPoP;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.util.DPoPUtil;

/** {@code /realms/{realm}/api-keys/exchange}: a token for a key, which is all that the caller needs to have. */
@Tag(name = "API key exchange", description = "Access tokens for keys")
public final class ExchangeResource {

    private final KeycloakSession session;
    private final RealmModel realm;

    public ExchangeResource(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @SecurityRequirements
    @Operation(
            operationId = "exchangeApiKey",
            summary = "Exchange an API key for an access token",
            description = "The key is the credential. The token is for the key's tenant: `sub` and `tenant_id` name it,"
                    + " `api_key_id` the key. It verifies against the realm's JWKS, lives for five minutes unless the"
                    + " operator says otherwise, and never longer than the key. With a `DPoP` header (RFC 9449) it is"
                    + " bound to the key of that proof. The same by RFC 8693 is at the realm's token endpoint, with"
                    + " `subject_token_type=urn:oka:params:oauth:token-type:api-key`.")
    @RequestBody(content = @Content(schema = @Schema(implementation = ExchangeRequest.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = IssuedToken.class)))
    @APIResponse(
            responseCode = "400",
            description = "`invalid_request`, `invalid_scope`, `invalid_target`, `invalid_dpop_proof`",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = OAuthRefusal.Body.class)))
    @APIResponse(
            responseCode = "401",
            description = "`invalid_api_key`: the same for every key that cannot be used, whatever the reason",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = OAuthRefusal.Body.class)))
    @APIResponse(
            responseCode = "429",
            description = "`too_many_requests`: too many keys from this address were refused",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = OAuthRefusal.Body.class)))
    public Response exchange(InputStream body) {
        session.setAttribute(ProblemFilter.OWN_ERROR_SHAPE, true);
        try {
            return answer(200, exchanged(body)).build();
        } catch (OAuthRefusal refusal) {
            session.getTransactionManager().setRollbackOnly();
            Response.ResponseBuilder answer = answer(refusal.status(), refusal.body());
            refusal.headers().forEach(answer::header);
            return answer.build();
        }
    }

    private IssuedToken exchanged(InputStream body) {
        refuseQuery();
        ClientModel client = client();
        ExchangeRequest request = read(body);
        EventBuilder event = new EventBuilder(
                        realm, session, session.getContext().getConnection())
                .event(EventType.TOKEN_EXCHANGE)
                .client(client)
                .detail("auth_method", "api_key");
        Exchange.Wish wish =
                new Exchange.Wish(request.scope(), request.audience() == null ? null : List.of(request.audience()));
        // A good exchange raises no event: that would be a write in the request where the realm keeps events.
        return new Exchange(session, client, event)
                .run(request.apiKey(), wish, () -> OAuthRefusal.invalidKey(realm.getName()), this::proof);
    }

    /** What stands in an address is logged by whatever is on the way: a key there must not come to look as if it worked. */
    private void refuseQuery() {
        if (!session.getContext().getUri().getQueryParameters().isEmpty()) {
            throw OAuthRefusal.badRequest("invalid_request", "Nothing is read from the query: send a JSON body");
        }
    }

    /** The client that such tokens are issued for; also lets pages in by its web origins. */
    private ClientModel client() {
        ClientModel client = realm.getClientByClientId(TenantApi.clientId());
        if (client == null || !client.isEnabled()) {
            throw OAuthRefusal.of(401, "invalid_client", "Keys are not exchanged in this realm");
        }
        session.getContext().setClient(client);
        Cors.builder()
                .checkAllowedOrigins(session, client)
                .auth()
                .exposedHeaders(Preflight.exposedHeaders())
                .add();
        return client;
    }

    private static ExchangeRequest read(InputStream body) {
        try {
            ExchangeRequest request = JsonBody.read(body).as(ExchangeRequest.class);
            if (request.apiKey() == null) {
                throw OAuthRefusal.badRequest("invalid_request", "apiKey is missing");
            }
            return request;
        } catch (ProblemException e) {
            if (e.problem().status() != 400) {
                throw e;
            }
            throw OAuthRefusal.badRequest("invalid_request", describe(e.problem()));
        }
    }

    private static String describe(Problem problem) {
        StringBuilder text = new StringBuilder(problem.detail() == null ? problem.title() : problem.detail());
        for (FieldError error : problem.errors()) {
            text.append(": ").append(error.field()).append(' ').append(error.message());
        }
        return text.toString();
    }

    private @Nullable DPoP proof() {
        String header = session.getContext()
                .getHttpRequest()
                .getHttpHeaders()
                .getHeaderString(OAuth2Constants.DPOP_HTTP_HEADER);
        if (header == null) {
            return null;
        }
        try {
            return new DPoPUtil.Validator(session)
                    .request(session.getContext().getHttpRequest())
                    .uriInfo(session.getContext().getUri())
                    .validate();
        } catch (VerificationException e) {
            throw OAuthRefusal.badRequest("invalid_dpop_proof", String.valueOf(e.getMessage()));
        }
    }

    private static Response.ResponseBuilder answer(int status, Object body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Pragma", "no-cache")
                .entity(Json.write(body));
    }
}
