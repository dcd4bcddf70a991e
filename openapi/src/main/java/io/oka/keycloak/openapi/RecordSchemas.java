package io.oka.keycloak.openapi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jspecify.annotations.Nullable;

/**
 * Takes from the records what the scanner does not read: a member that is not {@code @Nullable} is required, one that is
 * may be null, and one that {@code @JsonInclude} leaves out is neither. Corrects the scanner where it
 * misreads a type.
 */
final class RecordSchemas {

    private static final String OURS = "io.oka.";
    private static final DotName NULLABLE = DotName.createSimple("org.jspecify.annotations.Nullable");
    private static final DotName SCHEMA =
            DotName.createSimple("org.eclipse.microprofile.openapi.annotations.media.Schema");
    private static final DotName JSON_INCLUDE = DotName.createSimple("com.fasterxml.jackson.annotation.JsonInclude");
    private static final DotName JSON_PROPERTY = DotName.createSimple("com.fasterxml.jackson.annotation.JsonProperty");

    private static final DotName JSON_NODE = DotName.createSimple("com.fasterxml.jackson.databind.JsonNode");

    private final IndexView index;

    RecordSchemas(IndexView index) {
        this.index = index;
    }

    void complete(OpenAPI document) {
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        index.getKnownClasses().stream()
                .filter(type -> type.isRecord() && type.name().toString().startsWith(OURS))
                .sorted(Comparator.comparing(ClassInfo::name))
                .forEach(type -> {
                    Map<String, FieldInfo> members = members(type);
                    Schema schema = schemas.get(name(type));
                    // A record of the same name that is no body has other members.
                    if (schema != null
                            && schema.getProperties() != null
                            && schema.getProperties().keySet().equals(members.keySet())) {
                        complete(schema, members);
                    }
                });
    }

    private static void complete(Schema schema, Map<String, FieldInfo> members) {
        List<String> required = new ArrayList<>();
        List<String> declared = Optional.ofNullable(schema.getRequired()).orElse(List.of());
        members.forEach((name, member) -> {
            Schema property = schema.getProperties().get(name);
            if (property != null) {
                correct(property, member);
            }
            if (declared.contains(name)) {
                required.add(name);
            } else if (!isLeftOut(member)) {
                if (property != null && member.type().hasAnnotation(NULLABLE)) {
                    schema.addProperty(name, orNull(property));
                } else {
                    required.add(name);
                }
            }
        });
        schema.setRequired(required.isEmpty() ? null : required);
    }

    private static void correct(Schema property, FieldInfo member) {
        if (property.getRef() != null) {
            // The scanner says it again beside the reference.
            property.setType(null);
        } else if (member.type().name().equals(JSON_NODE)
                && List.of(Schema.SchemaType.ARRAY).equals(property.getType())) {
            // It can be iterated over, but may be anything.
            property.setType(null);
        }
    }

    private static Schema orNull(Schema schema) {
        if (schema.getRef() == null) {
            return schema.getType() == null ? schema : schema.addType(Schema.SchemaType.NULL);
        }
        return OASFactory.createSchema()
                .description(schema.getDescription())
                .defaultValue(schema.getDefaultValue())
                .addAnyOf(OASFactory.createSchema().ref(schema.getRef()))
                .addAnyOf(OASFactory.createSchema().addType(Schema.SchemaType.NULL));
    }

    /** Whether the member is absent where it has nothing to say. */
    private static boolean isLeftOut(FieldInfo member) {
        AnnotationInstance include = member.annotation(JSON_INCLUDE);
        return include != null && !include.value().asEnum().equals("ALWAYS");
    }

    private static Map<String, FieldInfo> members(ClassInfo type) {
        Map<String, FieldInfo> members = new LinkedHashMap<>();
        type.recordComponentsInDeclarationOrder().forEach(component -> {
            FieldInfo field = component.field();
            members.put(value(field.annotation(JSON_PROPERTY), "value").orElse(field.name()), field);
        });
        return members;
    }

    private static String name(ClassInfo type) {
        return value(type.declaredAnnotation(SCHEMA), "name").orElse(type.simpleName());
    }

    private static Optional<String> value(@Nullable AnnotationInstance annotation, String name) {
        return Optional.ofNullable(annotation)
                .map(present -> present.value(name))
                .map(AnnotationValue::asString)
                .filter(text -> !text.isEmpty());
    }
}
