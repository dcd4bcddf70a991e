package io.oka.keycloak.openapi;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/** What a reader needs to know before any single operation. */
final class Introduction {

    private static final String TEXT = """
            Tenants, and what hangs on them, inside Keycloak.

            **Bases.** People, services and agents call `/realms/{realm}/…`, operators `/admin/realms/{realm}/…`.

            **Errors** are problem documents (RFC 9457). Branch on `code`, which is stable. What a caller may not know \
            of is 404, never 403. An answer of 500 is a problem document as well (`internal_error`), and one of 405 \
            (`method_not_allowed`).

            **Times** are RFC 3339 in UTC; **ids** of ours are UUIDs.

            **Lists** take `first` and `max` and tell the whole number in `X-Total-Count`. Logs that grow \
            without bound take `limit` and `cursor` and give `items` and `nextCursor`, which is null on the last page.

            **Repetition.** Each POST that makes something takes an `Idempotency-Key`: the same key with the same body \
            gets the first answer again for 24 hours.

            **Concurrency.** What carries an `ETag` can be changed under `If-Match`.
            """;

    private Introduction() {}

    static void write(OpenAPI document) {
        // Title, version and licence stand in the pom; the plugin adds them later.
        document.setInfo(OASFactory.createInfo().description(TEXT));
        document.addServer(OASFactory.createServer()
                .url("{keycloak}")
                .description("The Keycloak server")
                .addVariable(
                        "keycloak",
                        OASFactory.createServerVariable()
                                .defaultValue("http://localhost:8080")
                                .description("Its base address, with its relative path if it has one")));
    }
}
