package io.oka.keycloak.entitlements.authzen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.entitlements.PlanNames;
import io.oka.keycloak.entitlements.decision.DecisionRequest;
import io.oka.keycloak.tenants.TenantRole;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is asked, in AuthZEN's terms and in ours: subject, action, resource, and what the context asks for besides.
 *
 * @param subjectType null for a type that is not known here
 * @param action empty where it is what is searched for
 * @param tenantId empty where a type is not known, so that it does not matter
 * @param requiredFeature null for none
 * @param requiredRole null for none
 * @param quantity how many units it would use
 * @param sessionId the subject's, by the claim {@code sid} of its tokens; null if no session is to be looked at
 */
record Question(
        Entity subject,
        @Nullable SubjectType subjectType,
        String action,
        Entity resource,
        String tenantId,
        @Nullable String requiredFeature,
        @Nullable TenantRole requiredRole,
        long quantity,
        @Nullable String sessionId) {

    static final String SERVICE = "service";

    private static final String TENANT_ID = "tenantId";

    /** What a request leaves open, so that it need not say it and is not heard if it does. */
    enum Open {
        NOTHING,
        SUBJECT,
        RESOURCE,
        ACTION
    }

    /**
     * @param open what is searched for
     * @throws io.oka.keycloak.common.problem.ProblemException 400 naming each member at fault
     */
    static Question read(ObjectNode request, Open open) {
        Members members = new Members();
        Entity subject = entity(members, request, "subject", open == Open.SUBJECT);
        String action = open == Open.ACTION ? "" : action(members, request);
        Entity resource = entity(members, request, "resource", open == Open.RESOURCE);
        ObjectNode context = members.object(request, "context", "context");
        SubjectType type = SubjectType.find(subject.type());
        Question question = new Question(
                subject,
                type,
                action,
                resource,
                tenant(members, type, subject, resource, context),
                feature(members, context),
                role(members, context),
                Objects.requireNonNullElse(members.number(context, "quantity", "context.quantity", 1), 1L),
                members.text(context, "sessionId", "context.sessionId"));
        members.orRefuse();
        return question;
    }

    /**
     * Checks what a batch gives to all its evaluations; what it does not give, each of them must.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 400 naming each member at fault
     */
    static void checkDefaults(ObjectNode request) {
        Members members = new Members();
        if (Members.present(request, "subject") != null) {
            entity(members, request, "subject", false);
        }
        if (Members.present(request, "action") != null) {
            action(members, request);
        }
        if (Members.present(request, "resource") != null) {
            entity(members, request, "resource", false);
        }
        members.object(request, "context", "context");
        members.orRefuse();
    }

    /** Whether subject and resource are of types that are known here. */
    boolean isOfKnownTypes() {
        return subjectType != null && isAboutService();
    }

    boolean isAboutService() {
        return resource.type().equals(SERVICE);
    }

    DecisionRequest request() {
        return request(action, resource.id());
    }

    /** The same about another action or service. */
    DecisionRequest request(String otherAction, String service) {
        return new DecisionRequest(otherAction, tenantId, service, requiredFeature, requiredRole, quantity);
    }

    private static Entity entity(Members members, ObjectNode request, String name, boolean open) {
        ObjectNode found = members.neededObject(request, name);
        if (Members.present(request, name) == null || !request.get(name).isObject()) {
            // What it lacks besides follows from that.
            return new Entity("", "", found);
        }
        return new Entity(
                members.neededText(found, "type", name + ".type"),
                open ? "" : members.neededText(found, "id", name + ".id"),
                members.object(found, "properties", name + ".properties"));
    }

    private static String action(Members members, ObjectNode request) {
        ObjectNode found = members.neededObject(request, "action");
        if (Members.present(request, "action") == null || !request.get("action").isObject()) {
            return "";
        }
        members.object(found, "properties", "action.properties");
        return members.neededText(found, "name", "action.name");
    }

    private static String tenant(
            Members members, @Nullable SubjectType type, Entity subject, Entity resource, ObjectNode context) {
        String ofResource = members.text(resource.properties(), TENANT_ID, "resource.properties.tenantId");
        String ofContext = members.text(context, TENANT_ID, "context.tenantId");
        if (ofResource != null && ofContext != null && !ofResource.equals(ofContext)) {
            members.wrong("context.tenantId", "is another one than resource.properties.tenantId");
        }
        String named = ofResource != null ? ofResource : ofContext;
        if (named == null && type == SubjectType.TENANT) {
            named = subject.id().isEmpty() ? null : subject.id();
        }
        if (named == null && type != null && resource.type().equals(SERVICE)) {
            members.wrong("resource.properties.tenantId", "is needed, or context.tenantId");
        }
        return named == null ? "" : named;
    }

    private static @Nullable String feature(Members members, ObjectNode context) {
        String feature = members.text(context, "requiredFeature", "context.requiredFeature");
        if (feature != null && !PlanNames.isAcceptable(feature)) {
            members.wrong("context.requiredFeature", PlanNames.RULE);
        }
        return feature;
    }

    private static @Nullable TenantRole role(Members members, ObjectNode context) {
        JsonNode given = Members.present(context, "requiredRole");
        TenantRole role = given == null ? null : TenantRole.find(given.textValue());
        if (given != null && role == null) {
            members.wrong("context.requiredRole", "must be member, admin or owner");
        }
        return role;
    }
}
