package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.sync.CodeRules;
import io.oka.keycloak.sync.MappedCode;
import io.oka.keycloak.sync.MappingImports;
import io.oka.keycloak.sync.MappingType;
import io.oka.keycloak.sync.Mappings;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** Checks what operators write about mappings. */
final class MappingInput {

    static final String UNKNOWN = "must be one of this realm: a tenant's id, a plan's tier or a service of a plan";

    private static final String TYPES = "must be tenant, plan or service";

    private MappingInput() {}

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 400 naming each member at fault
     */
    static MappedCode check(RealmModel realm, Mappings mappings, NewMappingRepresentation wanted) {
        String system = Objects.requireNonNullElse(wanted.agentSystem(), "");
        MappingType type = wanted.type();
        String external = Objects.requireNonNullElse(wanted.externalCode(), "");
        String internal = Objects.requireNonNullElse(wanted.internalCode(), "");
        new Validation()
                .check(CodeRules.isSystem(system), "agentSystem", CodeRules.SYSTEM_RULE)
                .check(type != null, "type", TYPES)
                .check(CodeRules.isExternalCode(external), "externalCode", CodeRules.EXTERNAL_CODE_RULE)
                .check(
                        CodeRules.isExternalCode(internal) && (type == null || mappings.isKnown(realm, type, internal)),
                        "internalCode",
                        UNKNOWN)
                .orRefuse();
        return new MappedCode(system, Objects.requireNonNull(type), external, internal);
    }

    static @Nullable MappingType type(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return null;
        }
        MappingType found = MappingType.find(name);
        if (found == null) {
            throw Problem.invalid("type", TYPES).asException();
        }
        return found;
    }

    static @Nullable String system(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return null;
        }
        new Validation()
                .check(CodeRules.isSystem(name), "agentSystem", CodeRules.SYSTEM_RULE)
                .orRefuse();
        return name;
    }

    static MappingImports.Mode mode(@Nullable String name) {
        String wanted = name == null || name.isEmpty() ? MappingImports.Mode.CREATE.wireName() : name;
        return Arrays.stream(MappingImports.Mode.values())
                .filter(mode -> mode.wireName().equals(wanted))
                .findFirst()
                .orElseThrow(() ->
                        Problem.invalid("mode", "must be create or upsert").asException());
    }

    static boolean flag(String name, @Nullable String value) {
        boolean yes = "true".equals(value);
        new Validation()
                .check(yes || value == null || value.isEmpty() || value.equals("false"), name, "must be true or false")
                .orRefuse();
        return yes;
    }
}
