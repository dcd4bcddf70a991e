package io.oka.keycloak.webhooks.catalogue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.http.Json;
import java.util.List;
import java.util.Map;

/**
 * One member of an event's data.
 *
 * @param always whether it is there in every event of the type
 * @param schema of its value
 * @param example a value of it
 */
record Member(String name, boolean always, ObjectNode schema, Object example) {

    static Member text(String name, String description, String example) {
        return of(name, "string", description, example);
    }

    static Member id(String name, String description) {
        return of(name, "string", description, "0193f2a4-7c1e-7d43-9a10-5b7c1f2e8a66");
    }

    static Member time(String name, String description) {
        Member member = of(name, "string", description, "2026-12-01T00:00:00Z");
        member.schema.put("format", "date-time");
        return member;
    }

    static Member number(String name, String description, long example) {
        return of(name, "integer", description, example);
    }

    static Member flag(String name, String description, boolean example) {
        return of(name, "boolean", description, example);
    }

    static Member texts(String name, String description, String... example) {
        Member member = of(name, "array", description, List.of(example));
        member.schema.putObject("items").put("type", "string");
        return member;
    }

    static Member oneOf(String name, String description, String... values) {
        Member member = of(name, "string", description, values[0]);
        ArrayNode allowed = member.schema.putArray("enum");
        List.of(values).forEach(allowed::add);
        return member;
    }

    /** What other systems call the tenant and what it has: by system, and in each by what they are codes of. */
    static Member externalCodes() {
        Member member = of(
                "externalCodes",
                "object",
                "What the systems that the tenant is mapped in call it, by the system's name",
                Map.of("erp", Map.of("tenant", "C-10042")));
        ObjectNode system = member.schema.putObject("additionalProperties").put("type", "object");
        ObjectNode codes = system.putObject("properties");
        codes.putObject("tenant").put("type", "string").put("description", "The tenant");
        codes.putObject("plan").put("type", "string").put("description", "The plan, where the event names one");
        codes.putObject("service").put("type", "string").put("description", "The service, where the event names one");
        system.putArray("required").add("tenant");
        return member.orAbsent();
    }

    /** The same member, which some events of the type go without. */
    Member orAbsent() {
        return new Member(name, false, schema, example);
    }

    private static Member of(String name, String type, String description, Object example) {
        ObjectNode schema = Json.MAPPER.createObjectNode().put("type", type).put("description", description);
        return new Member(name, true, schema, example);
    }
}
