package io.oka.keycloak.sync.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.oka.keycloak.sync.DriftKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is different between two lists of the same range of codes.
 *
 * @param fields that are compared
 * @param planCodes of our tiers, those of the other system
 */
public record Comparison(List<String> fields, Map<String, String> planCodes) {

    /**
     * @param locals in the order of {@link Codes}
     * @param remotes in the same order
     */
    public List<Finding> compare(List<LocalEntry> locals, List<RemoteEntry> remotes) {
        List<Finding> found = new ArrayList<>();
        int ours = 0;
        int theirs = 0;
        while (ours < locals.size() || theirs < remotes.size()) {
            LocalEntry local = ours < locals.size() ? locals.get(ours) : null;
            RemoteEntry remote = theirs < remotes.size() ? remotes.get(theirs) : null;
            int order = order(local, remote);
            compare(order <= 0 ? local : null, order >= 0 ? remote : null, found);
            ours += order <= 0 ? 1 : 0;
            theirs += order >= 0 ? 1 : 0;
        }
        return found;
    }

    private static int order(@Nullable LocalEntry local, @Nullable RemoteEntry remote) {
        if (local == null || remote == null) {
            return local == null ? 1 : -1;
        }
        return Codes.ORDER.compare(local.externalCode(), remote.externalCode());
    }

    private void compare(@Nullable LocalEntry local, @Nullable RemoteEntry remote, List<Finding> found) {
        if (remote == null || remote.isDeleted()) {
            if (local != null && local.listed()) {
                found.add(missingThere(local));
            }
        } else if (local == null) {
            if (!remote.isCancelled()) {
                found.add(missingHere(remote));
            }
        } else if (!remote.isCancelled() || local.listed()) {
            compareFields(local, remote, found);
        }
    }

    private void compareFields(LocalEntry local, RemoteEntry remote, List<Finding> found) {
        List<String> different = fields.stream()
                .filter(field -> !Objects.equals(local.values().get(field), remoteValue(remote, field)))
                .toList();
        if (different.isEmpty()) {
            return;
        }
        if (local.version() == null || remote.version() > local.version()) {
            found.add(finding(
                    DriftKind.STALE,
                    local,
                    remote,
                    "",
                    object(different, field -> local.values().get(field)),
                    object(different, field -> remoteValue(remote, field))));
            return;
        }
        different.forEach(field -> found.add(finding(
                DriftKind.FIELD_MISMATCH,
                local,
                remote,
                field,
                local.values().get(field),
                remoteValue(remote, field))));
    }

    private static Finding finding(
            DriftKind kind,
            LocalEntry local,
            RemoteEntry remote,
            String field,
            @Nullable JsonNode localValue,
            @Nullable JsonNode remoteValue) {
        return new Finding(
                kind,
                local.externalCode(),
                local.tenantId(),
                field,
                localValue,
                remoteValue,
                local.version(),
                remote.version(),
                remote.data());
    }

    private Finding missingHere(RemoteEntry remote) {
        return new Finding(
                DriftKind.MISSING_LOCAL,
                remote.externalCode(),
                null,
                "",
                null,
                object(fields, field -> remoteValue(remote, field)),
                null,
                remote.version(),
                remote.data());
    }

    private Finding missingThere(LocalEntry local) {
        return new Finding(
                DriftKind.MISSING_REMOTE,
                local.externalCode(),
                local.tenantId(),
                "",
                object(fields, field -> local.values().get(field)),
                null,
                local.version(),
                null,
                null);
    }

    /** Whoever names our tier means the plan that it is mapped to. */
    private @Nullable JsonNode remoteValue(RemoteEntry remote, String field) {
        JsonNode value = remote.values().get(field);
        if (value == null || !"plan".equals(field) || !value.textValue().startsWith(RemoteValues.OWN_TIER)) {
            return value;
        }
        String code = planCodes.get(value.textValue().substring(RemoteValues.OWN_TIER.length()));
        return code == null ? value : TextNode.valueOf(code);
    }

    private static ObjectNode object(List<String> fields, Values values) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        fields.forEach(field -> {
            JsonNode value = values.of(field);
            if (value != null) {
                object.set(field, value);
            }
        });
        return object;
    }

    /** The value of a field. */
    @FunctionalInterface
    private interface Values {

        @Nullable
        JsonNode of(String field);
    }
}
