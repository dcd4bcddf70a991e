package io.oka.keycloak.openapi;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Gives the document one order, whatever order the classes were read in. */
final class Order {

    private static final List<HttpMethod> METHODS = List.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.PUT,
            HttpMethod.POST,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS,
            HttpMethod.TRACE);

    private Order() {}

    static void sort(OpenAPI document) {
        Components components = document.getComponents();
        Paths paths = OASFactory.createPaths();
        new TreeMap<>(document.getPaths().getPathItems()).forEach((path, item) -> {
            sortMethods(item);
            paths.addPathItem(path, item);
        });
        sort(components::getSchemas, components::setSchemas);
        sort(components::getParameters, components::setParameters);
        sort(components::getHeaders, components::setHeaders);
        sort(components::getResponses, components::setResponses);
        sort(components::getSecuritySchemes, components::setSecuritySchemes);
        // Set anew, so that what is read first stands first.
        document.setPaths(null);
        document.setComponents(null);
        document.setPaths(paths);
        document.setComponents(components);
    }

    private static void sortMethods(PathItem item) {
        for (HttpMethod method : METHODS) {
            var operation = item.getOperations().get(method);
            if (operation != null) {
                APIResponses answers = OASFactory.createAPIResponses();
                new TreeMap<>(operation.getResponses().getAPIResponses()).forEach(answers::addAPIResponse);
                operation.setResponses(answers);
                item.setOperation(method, null);
                item.setOperation(method, operation);
            }
        }
    }

    private static <T> void sort(Supplier<Map<String, T>> getter, Consumer<Map<String, T>> setter) {
        Map<String, T> values = getter.get();
        if (values != null) {
            setter.accept(new TreeMap<>(values));
        }
    }
}
