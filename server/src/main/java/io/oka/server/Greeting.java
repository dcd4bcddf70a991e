package io.oka.server;

import java.io.PrintStream;

/** What a person reads once the demo is up. Its last line is the one that scripts wait for. */
record Greeting(String baseUrl, String realm, Database database) {

    private static final String TEXT = """

            DEVELOPMENT ONLY: every password and secret here is known to everybody.
              Admin console    %BASE%/admin/            admin / admin
              Account console  %BASE%/realms/demo/account/   alice, bob, carol, dave, erin (password = name)
              Database         %DATABASE%

            To try:
              TOKEN=$(curl -s %BASE%/realms/demo/protocol/openid-connect/token \\
                -d grant_type=password -d client_id=demo-web -d username=alice -d password=alice \\
                | sed 's/.*"access_token":"\\([^"]*\\).*/\\1/')
              curl -H "Authorization: Bearer $TOKEN" %BASE%/realms/demo/tenants
              curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
                -d '{"name": "my-team", "displayName": "My team"}' %BASE%/realms/demo/tenants
              curl -u demo-service:demo-service-secret -d grant_type=client_credentials \\
                %BASE%/realms/demo/protocol/openid-connect/token

            Ctrl-C stops it.
            """;

    void print(PrintStream out) {
        out.println(TEXT.replace("%BASE%", baseUrl).replace("%DATABASE%", database.jdbcUrl()));
        out.println("Oka is ready: " + baseUrl + "/realms/" + realm);
        out.flush();
    }
}
