package io.oka.keycloak.sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.sync.DriftKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ComparisonTest {

    private static final Comparison TENANTS = new Comparison(List.of("displayName", "suspended"), Map.of());
    private static final Comparison SUBSCRIPTIONS = new Comparison(List.of("plan", "status"), Map.of("pro", "PRO-M"));

    @Test
    void equalSidesDoNotDiffer() {
        assertThat(TENANTS.compare(List.of(here("A", 3L, "x")), List.of(there("A", 3, "x"))))
                .isEmpty();
        assertThat(TENANTS.compare(List.of(), List.of())).isEmpty();
    }

    @Test
    void newerVersionWithTheSameValuesIsNoDifference() {
        assertThat(TENANTS.compare(List.of(here("A", 3L, "x")), List.of(there("A", 9, "x"))))
                .isEmpty();
    }

    @Test
    void whatOnlyOneSideHasIsMissingOnTheOther() {
        List<Finding> found = TENANTS.compare(
                List.of(here("A", 1L, "x"), here("C", 1L, "x")), List.of(there("B", 1, "x"), there("C", 1, "x")));

        assertThat(found).extracting(Finding::kind).containsExactly(DriftKind.MISSING_REMOTE, DriftKind.MISSING_LOCAL);
        assertThat(found).extracting(Finding::externalCode).containsExactly("A", "B");
        assertThat(found.get(0).tenantId()).isEqualTo("tenant-A");
        assertThat(Json.writeText(
                        found.get(1).remoteValue() == null ? "" : found.get(1).remoteValue()))
                .isEqualTo("{\"displayName\":\"x\",\"suspended\":false}");
    }

    @Test
    void otherSideBeingAheadIsOneFindingWithAllFields() {
        List<Finding> found = TENANTS.compare(
                List.of(here("A", 3L, "x"), here("B", null, "x")), List.of(there("A", 4, "y"), there("B", 0, "y")));

        assertThat(found).extracting(Finding::kind).containsExactly(DriftKind.STALE, DriftKind.STALE);
        assertThat(found).extracting(Finding::field).containsOnly("");
        assertThat(found)
                .allSatisfy(one -> assertThat(String.valueOf(one.remoteValue())).isEqualTo("{\"displayName\":\"y\"}"));
    }

    @Test
    void eachFieldOfAVersionThatWasAppliedIsAFinding() {
        Map<String, JsonNode> values = Map.of("displayName", text("y"), "suspended", BooleanNode.TRUE);

        List<Finding> found =
                TENANTS.compare(List.of(here("A", 3L, "x")), List.of(new RemoteEntry("A", 3, object(), values)));

        assertThat(found).extracting(Finding::kind).containsOnly(DriftKind.FIELD_MISMATCH);
        assertThat(found).extracting(Finding::field).containsExactly("displayName", "suspended");
        assertThat(found.get(0).localValue()).isEqualTo(text("x"));
        assertThat(found.get(0).remoteValue()).isEqualTo(text("y"));
    }

    @Test
    void whatIsDeletedThereCountsAsNotSent() {
        RemoteEntry deleted = new RemoteEntry("A", 3, object().put("deleted", true), Map.of());

        assertThat(TENANTS.compare(List.of(here("A", 3L, "x")), List.of(deleted)))
                .extracting(Finding::kind)
                .containsExactly(DriftKind.MISSING_REMOTE);
        assertThat(TENANTS.compare(List.of(), List.of(deleted))).isEmpty();
    }

    @Test
    void subscriptionThatIsCancelledOrWasNeverBoughtIsNotMissed() {
        LocalEntry unlisted = subscription("A", "PRO-M", "cancelled", false);

        assertThat(SUBSCRIPTIONS.compare(List.of(unlisted), List.of())).isEmpty();
        assertThat(SUBSCRIPTIONS.compare(List.of(unlisted), List.of(bought("A", "BASIC", "cancelled"))))
                .isEmpty();
        assertThat(SUBSCRIPTIONS.compare(List.of(), List.of(bought("A", "PRO-M", "cancelled"))))
                .isEmpty();
        assertThat(SUBSCRIPTIONS.compare(List.of(unlisted), List.of(bought("A", "PRO-M", "active"))))
                .extracting(Finding::field)
                .containsExactly("status");
        assertThat(SUBSCRIPTIONS.compare(
                        List.of(subscription("A", "PRO-M", "active", true)),
                        List.of(bought("A", "PRO-M", "cancelled"))))
                .extracting(Finding::field)
                .containsExactly("status");
    }

    @Test
    void ourOwnTierMeansThePlanThatItIsMappedTo() {
        LocalEntry local = subscription("A", "PRO-M", "active", true);

        assertThat(SUBSCRIPTIONS.compare(List.of(local), List.of(bought("A", "tier:pro", "active"))))
                .isEmpty();
        assertThat(SUBSCRIPTIONS.compare(List.of(local), List.of(bought("A", "tier:free", "active"))))
                .extracting(Finding::field)
                .containsExactly("plan");
    }

    private static LocalEntry here(String code, @Nullable Long version, String displayName) {
        return new LocalEntry(code, "tenant-" + code, version, tenant(displayName), true);
    }

    private static RemoteEntry there(String code, long version, String displayName) {
        return new RemoteEntry(code, version, object(), tenant(displayName));
    }

    private static LocalEntry subscription(String code, String plan, String status, boolean listed) {
        return new LocalEntry(code, "tenant-" + code, 1L, subscription(plan, status), listed);
    }

    private static RemoteEntry bought(String code, String plan, String status) {
        return new RemoteEntry(code, 1, object(), subscription(plan, status));
    }

    private static Map<String, JsonNode> tenant(String displayName) {
        return new TreeMap<>(Map.of("displayName", text(displayName), "suspended", BooleanNode.FALSE));
    }

    private static Map<String, JsonNode> subscription(String plan, String status) {
        return Map.of("plan", text(plan), "status", text(status));
    }

    private static TextNode text(String value) {
        return TextNode.valueOf(value);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
