package io.oka.keycloak.openapi;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.tags.Tag;

/**
 * Tells operations apart that one resource class serves twice, for people and for operators, or thrice, for what the
 * realm has of its own as well: the operator's gets an id and a tag of its own, and loses the 403 that is about roles in a
 * tenant.
 */
final class OperatorTwins {

    private static final String ID_SUFFIX = "ForOperator";
    private static final String REALM_ID_SUFFIX = "OfRealm";
    private static final String TAG_SUFFIX = " (operators)";

    private OperatorTwins() {}

    static void tellApart(OpenAPI document, List<Call> calls) {
        Set<String> peoples = calls.stream()
                .filter(call -> !call.isForOperators())
                .map(call -> call.operation().getOperationId())
                .collect(Collectors.toSet());
        Map<String, Tag> tags =
                new TreeMap<>(document.getTags().stream().collect(Collectors.toMap(Tag::getName, Function.identity())));
        calls.stream()
                .filter(call -> call.isForOperators()
                        && peoples.contains(call.operation().getOperationId()))
                .forEach(twin -> rename(twin.operation(), twin.isBelowTenant() ? ID_SUFFIX : REALM_ID_SUFFIX, tags));
        document.setTags(List.copyOf(tags.values()));
    }

    private static void rename(Operation twin, String suffix, Map<String, Tag> tags) {
        twin.setOperationId(twin.getOperationId() + suffix);
        List<String> names = twin.getTags();
        twin.setTags(names.stream().map(name -> name + TAG_SUFFIX).toList());
        names.forEach(name -> {
            Tag shared = tags.get(name);
            if (shared != null) {
                tags.putIfAbsent(
                        name + TAG_SUFFIX,
                        OASFactory.createTag().name(name + TAG_SUFFIX).description(shared.getDescription()));
            }
        });
        twin.getResponses().removeAPIResponse("403");
    }
}
