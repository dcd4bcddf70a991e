package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.RequestId;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.problem.ProblemDocument;
import io.oka.keycloak.common.problem.ProblemException;
import io.oka.keycloak.entitlements.quota.Outcome;
import io.oka.keycloak.entitlements.quota.QuotaAnswer;
import io.oka.keycloak.entitlements.quota.UsageProblems;
import io.oka.keycloak.entitlements.quota.UsageProvider;
import io.oka.keycloak.tenants.rest.TenantContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code …/tenants/{tenantId}/usage}: what the tenant uses, for its members, for services and keys that record it, and
 * for operators.
 */
@Tag(name = "Usage", description = "What tenants use, exactly and once")
public final class UsageResource {

    private static final int MOST_AT_ONCE = 500;

    private final TenantContext context;
    private final UsageProvider usage;

    UsageResource(TenantContext context) {
        this.context = context;
        this.usage = context.session().getProvider(UsageProvider.class);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "recordUsage",
            summary = "Record a use, or up to 500 of them",
            description =
                    "Needs the service role record-usage, of API keys the scope usage:write, or of members the role admin. With enforce it is recorded"
                            + " only if all limits have room for it. An array is answered with an array, item by item: each is"
                            + " recorded or not by itself, and one that is not says why in problem. An API key records what is"
                            + " used with itself; the keys that others name must be the tenant's.")
    @RequestBody(
            content =
                    @Content(schema = @Schema(oneOf = {NewUsageRepresentation.class, NewUsageRepresentation[].class})))
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            oneOf = {
                                                RecordedUsageRepresentation.class,
                                                RecordedUsageRepresentation[].class
                                            })))
    @APIResponse(responseCode = "403", description = "insufficient_scope, foreign_subject")
    @APIResponse(responseCode = "422", description = "idempotency_key_reused")
    @APIResponse(responseCode = "429", description = "quota_exceeded")
    public Response record(InputStream body) {
        UsageAccess.requireRecording(context);
        JsonBody json = JsonBody.read(body);
        return json.tree().isArray() ? recordAll(json.elements()) : recordOne(json);
    }

    private Response recordOne(JsonBody json) {
        UsageProvider.Use use = UsageInput.use(context, keys(List.of(json)), json);
        Outcome outcome =
                usage.record(context.realm(), context.tenantId(), List.of(use)).get(0);
        if (outcome instanceof Outcome.Done done) {
            return RateLimits.on(
                            Answers.ok(RecordedUsageRepresentation.recorded(done.duplicate(), done.quota())),
                            done.quota(),
                            usage.now())
                    .build();
        }
        throw problem(outcome).asException();
    }

    private Response recordAll(List<JsonBody> items) {
        if (items.isEmpty() || items.size() > MOST_AT_ONCE) {
            throw Problem.invalid("$", "must hold 1 to " + MOST_AT_ONCE + " items")
                    .asException();
        }
        UsageKeys keys = keys(items);
        Map<Integer, UsageProvider.Use> uses = new LinkedHashMap<>();
        Map<Integer, RecordedUsageRepresentation> answers = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            try {
                uses.put(i, UsageInput.use(context, keys, items.get(i)));
            } catch (ProblemException e) {
                answers.put(i, RecordedUsageRepresentation.refused(null, document(e.problem())));
            }
        }
        List<Outcome> outcomes = usage.record(context.realm(), context.tenantId(), List.copyOf(uses.values()));
        QuotaAnswer last = null;
        int next = 0;
        for (Integer at : uses.keySet()) {
            Outcome outcome = outcomes.get(next++);
            last = quota(outcome) == null ? last : quota(outcome);
            answers.put(at, answer(outcome));
        }
        List<RecordedUsageRepresentation> all = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            all.add(answers.get(i));
        }
        Response.ResponseBuilder answer = Answers.ok(all);
        return (last == null ? answer : RateLimits.on(answer, last, usage.now())).build();
    }

    private UsageKeys keys(List<JsonBody> items) {
        return UsageKeys.named(
                context,
                items.stream()
                        .map(item -> item.tree().path("apiKeyId").asText(""))
                        .toList());
    }

    private RecordedUsageRepresentation answer(Outcome outcome) {
        return outcome instanceof Outcome.Done done
                ? RecordedUsageRepresentation.recorded(done.duplicate(), done.quota())
                : RecordedUsageRepresentation.refused(quota(outcome), document(problem(outcome)));
    }

    private static @Nullable QuotaAnswer quota(Outcome outcome) {
        if (outcome instanceof Outcome.Done done) {
            return done.quota();
        }
        return outcome instanceof Outcome.Exceeded exceeded ? exceeded.quota() : null;
    }

    private Problem problem(Outcome refusal) {
        return refusal instanceof Outcome.Exceeded exceeded
                ? RateLimits.exceeded(exceeded.quota(), usage.now())
                : UsageProblems.keyReused();
    }

    private ProblemDocument document(Problem problem) {
        return ProblemDocument.of(problem, RequestId.of(context.session()));
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getUsage",
            summary = "What was used in a month, a day or an hour, by service, action and key",
            description = "Needs the role member, of services record-usage, or of API keys the scope usage:write.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = UsageTotalsRepresentation.class)))
    @APIResponse(responseCode = "403", description = "insufficient_scope")
    public Response totals(
            @Parameter(
                            description =
                                    "A month, a day or an hour in UTC, such as 2026-11, 2026-11-21 or 2026-11-21T14;"
                                            + " without it, this month")
                    @QueryParam("period")
                    @Nullable
                    String period,
            @Parameter(description = "Only this service") @QueryParam("service") @Nullable String service,
            @Parameter(description = "Only this API key, with all that it was rotated from and to")
                    @QueryParam("apiKeyId")
                    @Nullable
                    String apiKeyId) {
        UsageAccess.requireReading(context);
        UsagePeriod asked = UsagePeriod.of(period, usage.now());
        UsageProvider.Filter filter = UsageInput.filter(context, service, apiKeyId);
        return Answers.ok(UsageTotalsRepresentation.of(
                        asked,
                        usage.totals(
                                context.realm(),
                                context.tenantId(),
                                new UsageProvider.Filter(
                                        filter.service(), filter.apiKeyId(), asked.from(), asked.to()))))
                .build();
    }

    @GET
    @Path("events")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listUsageEvents",
            summary = "Each use, newest first",
            description = "Needs the role member, of services record-usage, or of API keys the scope usage:write. They"
                    + " are kept as long as the operator of the server says.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = UsageEventPageRepresentation.class)))
    @APIResponse(responseCode = "403", description = "insufficient_scope")
    public Response events(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit,
            @Parameter(
                            description = "From this time on",
                            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(
                            description = "Before this time",
                            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
                    @QueryParam("to")
                    @Nullable
                    String to,
            @Parameter(
                            description =
                                    "Only this month, day or hour in UTC, such as 2026-11, 2026-11-21 or 2026-11-21T14")
                    @QueryParam("period")
                    @Nullable
                    String period,
            @Parameter(description = "Only this service") @QueryParam("service") @Nullable String service,
            @Parameter(description = "Only this API key, with all that it was rotated from and to")
                    @QueryParam("apiKeyId")
                    @Nullable
                    String apiKeyId) {
        UsageAccess.requireReading(context);
        CursorPage page = CursorPage.of(cursor, limit);
        UsageProvider.Filter filter = UsageInput.filter(context, service, apiKeyId);
        Instant after = time("from", from);
        Instant before = time("to", to);
        if (period != null && !period.isEmpty()) {
            UsagePeriod asked = UsagePeriod.of(period, usage.now());
            after = after == null || after.isBefore(asked.from()) ? asked.from() : after;
            before = before == null || before.isAfter(asked.to()) ? asked.to() : before;
        }
        List<UsageProvider.Used> found = usage.events(
                context.realm(),
                context.tenantId(),
                new UsageProvider.Filter(filter.service(), filter.apiKeyId(), after, before),
                place(page.after()),
                page.limit() + 1);
        return Answers.ok(page.answer(
                        found.stream().map(UsageEventRepresentation::of).toList(),
                        event -> event.at() + " " + event.id()))
                .build();
    }

    @Path("reservations")
    public ReservationsResource reservations() {
        return new ReservationsResource(context);
    }

    private static UsageProvider.@Nullable Place place(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        String[] parts = cursor.split(" ", 2);
        try {
            return new UsageProvider.Place(Instant.parse(parts[0]), parts.length == 2 ? parts[1] : "");
        } catch (DateTimeParseException e) {
            throw Problem.invalid("cursor", "is not a cursor that was given here")
                    .asException();
        }
    }

    private static @Nullable Instant time(String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Problem.invalid(name, "must be a time in RFC 3339, such as 2026-11-21T08:30:00Z")
                    .asException();
        }
    }
}
