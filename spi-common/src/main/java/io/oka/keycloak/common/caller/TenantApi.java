package io.oka.keycloak.common.caller;

/** The client that stands for our endpoints in a realm: their audience, and the owner of the services' roles. */
public final class TenantApi {

    /** The client's id where the provider option {@code audience} names no other. */
    public static final String DEFAULT_CLIENT_ID = "tenant-api";

    public static final String ROLE_AUTHORIZE = "authorize";
    public static final String ROLE_RECORD_USAGE = "record-usage";
    public static final String ROLE_VERIFY_API_KEYS = "verify-api-keys";
    public static final String ROLE_MANAGE_SUBSCRIPTIONS = "manage-subscriptions";
    public static final String ROLE_SEARCH_ACCESS = "search-access";

    private TenantApi() {}

    /** The audience of this server's realms (option {@code spi-oka-realm--default--audience}). */
    public static String clientId() {
        return org.keycloak.Config.scope("oka-realm", "default").get("audience", DEFAULT_CLIENT_ID);
    }
}
