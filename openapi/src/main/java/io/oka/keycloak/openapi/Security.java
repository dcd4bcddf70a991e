package io.oka.keycloak.openapi;

import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Says which token each operation needs, unless the operation itself does, and which permission an operator needs. */
final class Security {

    private static final String PEOPLE = "realmToken";
    private static final String OPERATORS = "operatorToken";
    private static final String AGENTS = "agentSignature";

    private Security() {}

    static void demand(OpenAPI document, List<Call> calls) {
        document.getComponents()
                .addSecurityScheme(
                        PEOPLE,
                        bearer("An access token of the realm, from its OpenID Connect endpoints"
                                + " (`/realms/{realm}/.well-known/openid-configuration`), with `tenant-api` in `aud`:"
                                + " client scope `tenants` adds it."))
                .addSecurityScheme(
                        OPERATORS,
                        bearer("An access token for Keycloak's admin API: `view-realm` to read, `manage-realm` to"
                                + " write."))
                .addSecurityScheme(AGENTS, signature());
        calls.stream().filter(Call::isForOperators).forEach(Security::namePermission);
        calls.stream().filter(call -> call.operation().getSecurity() == null).forEach(call -> call.operation()
                .addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(scheme(call))));
    }

    private static String scheme(Call call) {
        return call.isForOperators() ? OPERATORS : call.isSigned() ? AGENTS : PEOPLE;
    }

    private static void namePermission(Call call) {
        Operation operation = call.operation();
        String permission = "Operators need `" + (call.changesSomething() ? "manage-realm" : "view-realm") + "`.";
        operation.setDescription(
                operation.getDescription() == null ? permission : operation.getDescription() + " " + permission);
    }

    private static SecurityScheme signature() {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.APIKEY)
                .in(SecurityScheme.In.HEADER)
                .name("webhook-signature")
                .description(
                        "`v1,` and the Base64 of HMAC-SHA256, under the bytes of the agent's secret (the Base64 after"
                                + " `whsec_`), over `{webhook-id}.{webhook-timestamp}.{METHOD} {path}.{body}`. The path is the"
                                + " request target as it is sent, from the first `/` on, with its query; of a GET the query may"
                                + " be left out. Without a body nothing stands after the last dot. Several signatures are"
                                + " separated by spaces; one that fits is enough.");
    }

    private static SecurityScheme bearer(String description) {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .bearerFormat("JWT")
                .description(description);
    }
}
