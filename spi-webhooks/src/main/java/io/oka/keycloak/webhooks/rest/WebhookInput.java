package io.oka.keycloak.webhooks.rest;

import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.common.http.Patch;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.outgoing.OutgoingRequest;
import io.oka.keycloak.common.outgoing.OutgoingTargets;
import io.oka.keycloak.common.outgoing.OutgoingUrl;
import io.oka.keycloak.common.signing.SigningSecret;
import io.oka.keycloak.webhooks.WebhookEndpoint;
import io.oka.keycloak.webhooks.WebhookFormat;
import io.oka.keycloak.webhooks.WebhookTerms;
import io.oka.keycloak.webhooks.catalogue.EventPatterns;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks what people write about endpoints. */
final class WebhookInput {

    private static final int LONGEST_DESCRIPTION = 1000;
    private static final int MOST_EVENTS = 50;
    private static final int MOST_HEADERS = 20;
    private static final int HIGHEST_RATE = 1000;
    private static final int USUAL_OVERLAP_HOURS = 24;
    private static final int LONGEST_OVERLAP_HOURS = 168;

    private static final Set<String> PATCHABLE =
            Set.of("url", "events", "description", "active", "headers", "format", "ordered", "ratePerSecond");
    private static final Set<String> READ_ONLY = Set.of(
            "id",
            "secret",
            "previousSecretUntil",
            "disabledAt",
            "disabledReason",
            "pausedAt",
            "failingSince",
            "consecutiveFailures",
            "lastSuccessAt",
            "createdAt",
            "updatedAt");

    /** What the connection (RFC 9110, section 7.6.1) and the message itself are made of. */
    private static final Set<String> OURS = Set.of(
            "host",
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "content-length",
            "content-type",
            "content-encoding",
            "accept-encoding",
            "user-agent");

    private static final String OUR_PREFIX = "webhook-";

    private WebhookInput() {}

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 400 naming each member at fault
     */
    static WebhookTerms terms(NewWebhookRepresentation wanted, OutgoingTargets targets, boolean ofRealm) {
        return check(
                new WebhookTerms(
                        Objects.requireNonNullElse(wanted.url(), ""),
                        Objects.requireNonNullElse(wanted.events(), List.of()),
                        wanted.description(),
                        Objects.requireNonNullElse(wanted.active(), true),
                        Objects.requireNonNullElse(wanted.headers(), Map.of()),
                        Objects.requireNonNullElse(wanted.format(), WebhookFormat.STANDARD),
                        Objects.requireNonNullElse(wanted.ordered(), false),
                        wanted.ratePerSecond()),
                targets,
                ofRealm,
                new Validation()
                        .check(
                                wanted.secret() == null || SigningSecret.parse(wanted.secret()) != null,
                                "secret",
                                "must be 24 to 64 bytes in Base64, with or without whsec_ before them"));
    }

    /**
     * The terms that a patch leads to.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 400 naming each member at fault
     */
    static WebhookTerms patched(Patch patch, WebhookEndpoint held, OutgoingTargets targets, boolean ofRealm) {
        patch.allow(PATCHABLE, READ_ONLY);
        Map<String, String> headers = patch.get("headers", new TypeReference<Map<String, String>>() {});
        return check(
                new WebhookTerms(
                        patch.has("url") ? Objects.requireNonNullElse(patch.getText("url"), "") : held.url(),
                        patch.has("events")
                                ? Objects.requireNonNullElse(
                                        patch.get("events", new TypeReference<List<String>>() {}), List.of())
                                : held.events(),
                        patch.has("description") ? patch.getText("description") : held.description(),
                        member(patch, "active", new TypeReference<Boolean>() {}, held.active(), true),
                        patch.has("headers") ? Objects.requireNonNullElse(headers, Map.of()) : null,
                        member(
                                patch,
                                "format",
                                new TypeReference<WebhookFormat>() {},
                                held.format(),
                                WebhookFormat.STANDARD),
                        member(patch, "ordered", new TypeReference<Boolean>() {}, held.ordered(), false),
                        patch.has("ratePerSecond")
                                ? patch.get("ratePerSecond", new TypeReference<Integer>() {})
                                : held.ratePerSecond()),
                targets,
                ofRealm,
                new Validation());
    }

    /** The secret that was brought along, or one that is made. */
    static SigningSecret secret(@Nullable String brought) {
        SigningSecret parsed = SigningSecret.parse(brought);
        return parsed == null ? SigningSecret.generate() : parsed;
    }

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for an overlap or a secret that is none
     */
    static Duration overlap(SecretRotationRepresentation wanted) {
        int hours = Objects.requireNonNullElse(wanted.overlapHours(), USUAL_OVERLAP_HOURS);
        new Validation()
                .check(
                        hours >= 0 && hours <= LONGEST_OVERLAP_HOURS,
                        "overlapHours",
                        "must be 0 to " + LONGEST_OVERLAP_HOURS)
                .check(
                        wanted.secret() == null || SigningSecret.parse(wanted.secret()) != null,
                        "secret",
                        "must be 24 to 64 bytes in Base64, with or without whsec_ before them")
                .orRefuse();
        return Duration.ofHours(hours);
    }

    private static WebhookTerms check(
            WebhookTerms terms, OutgoingTargets targets, boolean ofRealm, Validation validation) {
        String url = urlObjection(terms.url(), targets);
        String headers = headersObjection(terms.headers());
        String description = terms.description();
        Integer rate = terms.ratePerSecond();
        validation
                .check(url == null, "url", String.valueOf(url))
                .check(
                        !terms.events().isEmpty() && terms.events().size() <= MOST_EVENTS,
                        "events",
                        "must be 1 to " + MOST_EVENTS)
                .check(
                        terms.events().stream()
                                .allMatch(event -> event != null && EventPatterns.isKnown(event, ofRealm)),
                        "events",
                        "must each be a type of the catalogue, the beginning of one followed by .*, or *")
                .check(
                        description == null || description.length() <= LONGEST_DESCRIPTION,
                        "description",
                        "must be at most " + LONGEST_DESCRIPTION + " characters")
                .check(headers == null, "headers", String.valueOf(headers))
                .check(
                        rate == null || (rate >= 1 && rate <= HIGHEST_RATE),
                        "ratePerSecond",
                        "must be 1 to " + HIGHEST_RATE)
                .orRefuse();
        return new WebhookTerms(
                terms.url(),
                terms.events().stream().distinct().toList(),
                description,
                terms.active(),
                terms.headers(),
                terms.format(),
                terms.ordered(),
                rate);
    }

    private static @Nullable String urlObjection(String url, OutgoingTargets targets) {
        try {
            return targets.objection(OutgoingUrl.parse(url));
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /** Says nothing of the values: they are secret. */
    private static @Nullable String headersObjection(@Nullable Map<String, @Nullable String> headers) {
        if (headers == null) {
            return null;
        }
        if (headers.size() > MOST_HEADERS) {
            return "must be at most " + MOST_HEADERS;
        }
        Map<String, String> once = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<String, @Nullable String> header : headers.entrySet()) {
            String name = header.getKey();
            String value = header.getValue();
            String lower = name.toLowerCase(Locale.ROOT);
            if (!OutgoingRequest.isHeaderName(name)) {
                return "must have names that are HTTP header names";
            }
            if (OURS.contains(lower) || lower.startsWith(OUR_PREFIX)) {
                return "must not name " + lower;
            }
            if (value == null || value.isBlank() || !OutgoingRequest.isHeaderValue(value)) {
                return "must have values of visible ASCII characters, at most 4096";
            }
            if (once.put(name, value) != null) {
                return "must name each header once";
            }
        }
        return null;
    }

    private static <T> T member(Patch patch, String name, TypeReference<T> type, T held, T cleared) {
        return patch.has(name) ? Objects.requireNonNullElse(patch.get(name, type), cleared) : held;
    }
}
