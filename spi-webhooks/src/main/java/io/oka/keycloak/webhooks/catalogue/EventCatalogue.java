package io.oka.keycloak.webhooks.catalogue;

import static io.oka.keycloak.webhooks.catalogue.Member.flag;
import static io.oka.keycloak.webhooks.catalogue.Member.id;
import static io.oka.keycloak.webhooks.catalogue.Member.number;
import static io.oka.keycloak.webhooks.catalogue.Member.oneOf;
import static io.oka.keycloak.webhooks.catalogue.Member.text;
import static io.oka.keycloak.webhooks.catalogue.Member.texts;
import static io.oka.keycloak.webhooks.catalogue.Member.time;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The events that endpoints can be told of, whoever publishes them. The change log holds more (of plans, say): what is
 * not here stays there. Endpoints of a realm's own hear of Keycloak's events besides, whose types Keycloak makes.
 */
public final class EventCatalogue {

    private static final Map<String, EventType> TYPES = new LinkedHashMap<>();

    private static final List<Member> TENANT = List.of(
            id("id", "The tenant's id"),
            text("name", "Its name", "acme"),
            text("displayName", "Its name for people", "Acme Corporation").orAbsent(),
            number("quotaLimit", "Units a month, instead of its plan's", 50_000).orAbsent(),
            id("organizationId", "The native Organization that it is linked with")
                    .orAbsent());

    private static final Member USER = id("userId", "The user's id");
    private static final Member ROLE = oneOf("role", "The role now", "member", "admin", "owner");
    private static final Member PREVIOUS_ROLE = oneOf("previousRole", "The role before", "admin", "member", "owner");

    private static final List<Member> INVITATION = List.of(
            id("invitationId", "The invitation's id"),
            text("email", "Whom it asks", "erin@example.com"),
            ROLE,
            id("invitedBy", "The user who asks").orAbsent(),
            time("expiresAt", "Until when it is good"));

    private static final List<Member> API_KEY = List.of(
            id("keyId", "The key's id, which is not the key"),
            id("familyId", "What it shares with the keys that it was rotated from and to"),
            text("name", "Its name", "Nightly import"),
            text("prefix", "How it begins", "oka_live_3fK9"),
            text("last4", "How it ends", "x7Qa"),
            oneOf("environment", "What it is for", "live", "test"),
            texts("scopes", "What it may do", "documents:read"),
            texts("audiences", "Whom its tokens are for"),
            number("quotaLimit", "Units in each period", 1_000).orAbsent(),
            oneOf("quotaPeriod", "How long a period is", "day", "hour", "month").orAbsent(),
            time("expiresAt", "When it ends").orAbsent());

    private static final List<Member> SUBSCRIPTION = List.of(
            text("tier", "The plan that was bought", "pro").orAbsent(),
            text("effectiveTier", "The plan that holds, overrides included", "pro")
                    .orAbsent(),
            oneOf("status", "How it stands", "active", "past_due", "cancelled"),
            time("currentPeriodEnd", "When what is paid for ends").orAbsent(),
            flag("cancelAtPeriodEnd", "Whether it ends then", false),
            time("graceUntil", "Until when it is good for all that").orAbsent(),
            text("previousTier", "The plan before", "free").orAbsent(),
            oneOf("previousStatus", "How it stood", "active", "past_due", "cancelled")
                    .orAbsent());

    private static final List<Member> QUOTA = List.of(
            oneOf("level", "Whose limit it is", "tenant", "service", "api_key"),
            id("apiKeyId", "The key, where it is a key's").orAbsent(),
            text("service", "The service, where it is a service's", "documents").orAbsent(),
            oneOf("period", "How long its window is", "month", "day", "hour"),
            number("limit", "Units in the window", 100_000),
            number("used", "Units used", 80_000),
            number("reserved", "Units reserved", 0),
            number("percent", "How much of the limit was come to", 80),
            time("windowStart", "When the window began"),
            time("resetsAt", "When the next one begins"));

    private static final List<Member> OVERRIDE = List.of(
            id("id", "The override's id"),
            oneOf("type", "What it is", "quota_boost", "tier_upgrade", "feature_grant"),
            text("value", "How much, which tier or which feature", "5000"),
            text("service", "The service that a boost is for", "documents").orAbsent(),
            text("reason", "Why", "trial").orAbsent(),
            text("grantedBy", "The operator who granted it", "0d1f5a8c-3c3e-4d2b-8a55-9f6f4a1b7e32"),
            time("expiresAt", "When it ends").orAbsent(),
            time("endedAt", "When it ended").orAbsent());

    /** Which system it is about is always known; which agent it was, where there was one. */
    private static final List<Member> AGENT = List.of(
            text("agentSystem", "The system that it is about", "erp"),
            id("agentId", "The agent's id").orAbsent(),
            text("name", "The agent's name", "erp-1").orAbsent());

    /** These tell of a system, and of no tenant that it could have a code for. */
    private static final String SYNC = "sync.";

    private EventCatalogue() {}

    static {
        add("tenant.created", "A tenant was made", TENANT);
        add("tenant.updated", "A tenant was changed, or restored after its deletion", TENANT);
        add("tenant.suspended", "A tenant was suspended: it can be read, and no more", TENANT);
        add("tenant.resumed", "A tenant was resumed after a suspension", TENANT);
        add("tenant.deleted", "A tenant was deleted; its own endpoints do not hear of it", TENANT);

        add("user.added_to_tenant", "Somebody became a member", List.of(USER, ROLE));
        add("user.removed_from_tenant", "Somebody is a member no more", List.of(USER, PREVIOUS_ROLE));
        add("user.role_changed", "A member got another role", List.of(USER, ROLE, PREVIOUS_ROLE));

        add(
                "invitation.created",
                "Somebody was asked to join, or asked again",
                INVITATION,
                flag("resent", "Whether it is one that was sent again", true).orAbsent());
        add(
                "invitation.accepted",
                "Whoever was asked has joined",
                INVITATION,
                id("userId", "The user who has joined").orAbsent());
        add("invitation.revoked", "An invitation was taken back", INVITATION);
        add("invitation.expired", "An invitation was not accepted in time", INVITATION);

        add("api_key.created", "An API key was made", API_KEY);
        add(
                "api_key.rotated",
                "An API key has a successor, of which this tells",
                API_KEY,
                id("previousKeyId", "The key that it succeeds"),
                time("graceUntil", "Until when that one works").orAbsent());
        add("api_key.revoked", "An API key was ended for good", API_KEY, oneOf("reason", "Why", "requested", "leaked"));
        add("api_key.expired", "An API key has come to its end", API_KEY);

        add("subscription.created", "A tenant's subscription began", SUBSCRIPTION);
        add("subscription.upgraded", "A tenant moved to a higher plan", SUBSCRIPTION);
        add("subscription.downgraded", "A tenant moved to a lower plan", SUBSCRIPTION);
        add(
                "subscription.cancelled",
                "A subscription was cancelled; of one that ends with its period once more when it has ended",
                SUBSCRIPTION);
        add("subscription.renewed", "A subscription goes on for another period", SUBSCRIPTION);
        add("subscription.past_due", "A period has ended without renewal", SUBSCRIPTION);

        add("quota.warning", "A limit is nearly used up; once in its window", QUOTA);
        add("quota.exceeded", "A limit is used up; once in its window", QUOTA);

        add("override.created", "A tenant was given something beyond its plan", OVERRIDE);
        add("override.expired", "What a tenant had beyond its plan has ended", OVERRIDE);

        add(
                "flag.changed",
                "A feature flag was changed, for the tenant or, without one, for all",
                List.of(
                        text("key", "The flag's key", "new-dashboard"),
                        oneOf(
                                "change",
                                "What was done",
                                "updated",
                                "created",
                                "activated",
                                "deactivated",
                                "deleted",
                                "enabled",
                                "disabled"),
                        flag("active", "False where it is killed for everybody", true),
                        texts("enabledTiers", "Tiers that have it", "pro"),
                        number("rolloutPercentage", "How many in a hundred of the others have it", 25),
                        texts("rolloutTiers", "The only tiers that it is rolled out to", "free")
                                .orAbsent()));

        add(
                "webhook.endpoint_disabled",
                "An endpoint is told nothing any more, until somebody activates it",
                List.of(
                        id("endpointId", "The endpoint's id"),
                        text("origin", "Where it is, without its path", "https://example.com"),
                        texts("events", "What it was told of", "*"),
                        text("description", "What people say of it", "Billing").orAbsent(),
                        flag("active", "Never", false),
                        oneOf("reason", "It answered 410, or nothing but failure for too long", "gone", "failing")));

        add(
                "sync.job_failed",
                "A synchronisation job was given up",
                AGENT,
                id("jobId", "The job's id"),
                text("type", "The job's type", "tenant.upsert"),
                text("error", "What went wrong", "unmapped_code").orAbsent());
        add(
                "sync.drift_detected",
                "The other system and this one differ",
                AGENT,
                id("reconciliationId", "The comparison's id"),
                number("drifts", "How many differences there are", 3));
        add(
                "sync.agent_offline",
                "An agent has not been heard of for a while",
                AGENT,
                time("lastSeenAt", "When it was heard of last").orAbsent());
    }

    /** In the order in which people read them. */
    public static Collection<EventType> types() {
        return List.copyOf(TYPES.values());
    }

    public static boolean has(String type) {
        return TYPES.containsKey(type);
    }

    private static void add(String type, String description, List<Member> members, Member... more) {
        List<Member> all = new ArrayList<>(members);
        all.addAll(List.of(more));
        if (!type.startsWith(SYNC)) {
            all.add(Member.externalCodes());
        }
        TYPES.put(type, EventType.of(type, description, all));
    }
}
