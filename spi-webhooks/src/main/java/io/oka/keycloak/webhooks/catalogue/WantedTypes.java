package io.oka.keycloak.webhooks.catalogue;

import java.util.List;
import java.util.stream.Stream;

/**
 * What patterns mean, for a query that cannot ask each event.
 *
 * @param types whole ones, of the catalogue and of Keycloak's
 * @param beginnings of Keycloak's types, which nobody can list
 */
public record WantedTypes(List<String> types, List<String> beginnings) {

    private static final String KEYCLOAK = "keycloak.";

    /**
     * @param ofRealm whether it is an endpoint of the realm's own
     */
    public static WantedTypes of(List<String> patterns, boolean ofRealm) {
        Stream<String> ours = EventCatalogue.types().stream()
                .map(EventType::type)
                .filter(type -> EventPatterns.want(patterns, type, ofRealm));
        if (!ofRealm) {
            return new WantedTypes(ours.toList(), List.of());
        }
        Stream<String> keycloaks =
                patterns.stream().filter(pattern -> pattern.startsWith(KEYCLOAK) && !pattern.endsWith("*"));
        List<String> beginnings = patterns.stream()
                .filter(pattern -> pattern.endsWith("*"))
                .map(pattern -> pattern.equals("*") ? KEYCLOAK : pattern.substring(0, pattern.length() - 1))
                .filter(beginning -> beginning.startsWith(KEYCLOAK))
                .distinct()
                .toList();
        return new WantedTypes(Stream.concat(ours, keycloaks).distinct().toList(), beginnings);
    }
}
