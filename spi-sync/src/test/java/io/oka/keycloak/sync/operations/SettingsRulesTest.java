package io.oka.keycloak.sync.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.problem.FieldError;
import io.oka.keycloak.common.problem.ProblemException;
import io.oka.keycloak.sync.SyncSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsRulesTest {

    @Test
    void withoutDecisionsTheUsualHolds() {
        assertThat(SettingsRules.effective(json("{}"))).isEqualTo(SyncSettings.USUAL);
        assertThat(SettingsRules.ofStored(null)).isEqualTo(SyncSettings.USUAL);
    }

    @Test
    void usualIsAcceptable() {
        assertThat(SettingsRules.checked(json("{}"))).isEqualTo(SyncSettings.USUAL);
    }

    @Test
    void decidedMembersHoldAtEachDepthAndTheRestStaysUsual() {
        SyncSettings settings = SettingsRules.checked(
                json(
                        "{'concurrency': 9, 'breaker': {'openSeconds': 5}, 'reconciliation': {'severity': {'stale': 'medium'}}}"));

        assertThat(settings.concurrency()).isEqualTo(9);
        assertThat(settings.breaker().openSeconds()).isEqualTo(5);
        assertThat(settings.breaker().failuresInRow()).isEqualTo(20);
        assertThat(settings.reconciliation().severityOf("stale", "tenant", "")).isEqualTo("medium");
        assertThat(settings.reconciliation().severityOf("missing_local", "tenant", ""))
                .isEqualTo("high");
        assertThat(settings.maxQueuedItems()).isEqualTo(1_000_000);
    }

    @Test
    void nullBringsTheUsualBack() {
        ObjectNode own = json("{'concurrency': 9, 'retentionDays': {'jobs': 5, 'drift': 6}}");

        ObjectNode merged = SettingsRules.merge(own, json("{'concurrency': null, 'retentionDays': {'jobs': null}}"));

        assertThat(merged).isEqualTo(json("{'retentionDays': {'drift': 6}}"));
        assertThat(own.has("concurrency")).isTrue();
    }

    @Test
    void severityOfAFieldGoesBeforeThatOfItsKind() {
        SyncSettings.Reconciliation usual = SyncSettings.USUAL.reconciliation();

        assertThat(usual.severityOf("field_mismatch", "subscription", "plan")).isEqualTo("high");
        assertThat(usual.severityOf("field_mismatch", "tenant", "displayName")).isEqualTo("low");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'concurrency': 0} | concurrency",
                "{'concurrency': 21} | concurrency",
                "{'maxQueuedItems': 0} | maxQueuedItems",
                "{'breaker': {'openSeconds': 0}} | breaker.openSeconds",
                "{'breaker': {'openSeconds': 100, 'longestOpenSeconds': 50}} | breaker.longestOpenSeconds",
                "{'breaker': {'failurePercent': 101}} | breaker.failurePercent",
                "{'alerts': {'deadLetters': -1}} | alerts.deadLetters",
                "{'alerts': {'repeatMinutes': 0}} | alerts.repeatMinutes",
                "{'alertTargets': ['1.2.3']} | alertTargets",
                "{'reconciliation': {'graceMinutes': {'lost': 1}}} | reconciliation.graceMinutes.lost",
                "{'reconciliation': {'graceMinutes': {'stale': -1}}} | reconciliation.graceMinutes.stale",
                "{'reconciliation': {'sourceOfTruth': {'tenant.name': 'me'}}} | reconciliation.sourceOfTruth.tenant.name",
                "{'reconciliation': {'severity': {'stale': 'bad'}}} | reconciliation.severity.stale",
                "{'reconciliation': {'autoFix': ['everything']}} | reconciliation.autoFix",
                "{'retentionDays': {'jobs': 0}} | retentionDays.jobs",
                "{'retentionDays': {'secrets': 1}} | retentionDays.secrets"
            })
    void saysWhichMemberIsNotAcceptable(String own, String field) {
        assertThatThrownBy(() -> SettingsRules.checked(json(own)))
                .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(
                                refused.problem().errors())
                        .extracting(FieldError::field)
                        .containsExactly(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'speed': 1}",
                "{'alerts': {'colour': 'red'}}",
                "{'concurrency': '5'}",
                "{'concurrency': {}}",
                "{'alerts': 5}"
            })
    void refusesWhatIsNoSetting(String own) {
        assertThatThrownBy(() -> SettingsRules.checked(json(own))).isInstanceOf(ProblemException.class);
    }

    @Test
    void storedSettingsThatAreNotUsableCountAsUsual() {
        for (String stored : List.of("{\"speed\": 1}", "no JSON", "[]")) {
            assertThat(SettingsRules.ofStored(stored)).isEqualTo(SyncSettings.USUAL);
        }
    }

    private static ObjectNode json(String text) {
        return SettingsRules.tree(text.replace('\'', '"'));
    }
}
