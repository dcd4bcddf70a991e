package io.oka.keycloak.entitlements.ofrep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.entitlements.Flag;
import io.oka.keycloak.entitlements.FlagStickiness;
import io.oka.keycloak.entitlements.FlagValueType;
import io.oka.keycloak.entitlements.flag.FlagEvaluation;
import io.oka.keycloak.entitlements.flag.FlagReason;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EvaluationRepresentationTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BOOLEAN | true | true",
                "STRING | \"5\" | \"5\"",
                "INTEGER | 5 | 5",
                "INTEGER | 9007199254740993 | 9007199254740993",
                "DOUBLE | 5 | 5.0",
                "DOUBLE | -0.25 | -0.25",
                "DOUBLE | 10000000000 | 1.0E10",
                "OBJECT | {\"limit\": 5} | {\"limit\":5}",
                "OBJECT | [1] | [1]"
            })
    void valueIsWrittenAsItsTypeIsRead(FlagValueType type, String stored, String written) throws Exception {
        FlagEvaluation seen =
                new FlagEvaluation("beta", true, "big", Json.MAPPER.readTree(stored), FlagReason.TARGETING_MATCH);

        assertThat(Json.writeText(EvaluationRepresentation.of(flag(type), seen, Map.of("tenantId", "t-1"))))
                .isEqualTo("{\"key\":\"beta\",\"value\":" + written
                        + ",\"reason\":\"TARGETING_MATCH\",\"variant\":\"big\",\"metadata\":{\"tenantId\":\"t-1\"}}");
    }

    @ParameterizedTest
    @CsvSource({"BOOLEAN,false", "STRING,\"\"", "INTEGER,0", "DOUBLE,0.0", "OBJECT,{}"})
    void flagThatIsOffHasAValueAndNoVariant(FlagValueType type, String written) {
        Flag flag = flag(type);
        FlagEvaluation seen = new FlagEvaluation("beta", false, null, flag.valueWhenOff(), FlagReason.DISABLED);

        assertThat(Json.writeText(EvaluationRepresentation.of(flag, seen, null)))
                .isEqualTo("{\"key\":\"beta\",\"value\":" + written + ",\"reason\":\"DISABLED\"}");
    }

    @Test
    void everyReasonIsOneOfTheProtocols() {
        JsonNode reasons = Json.MAPPER.valueToTree(Arrays.stream(FlagReason.values())
                .map(reason -> EvaluationRepresentation.of(
                                flag(FlagValueType.BOOLEAN),
                                new FlagEvaluation("beta", true, null, BooleanNode.TRUE, reason),
                                null)
                        .reason())
                .toList());

        assertThat(reasons)
                .extracting(JsonNode::asText)
                .isSubsetOf("STATIC", "TARGETING_MATCH", "SPLIT", "DISABLED", "UNKNOWN");
    }

    private static Flag flag(FlagValueType type) {
        return new Flag("beta", null, true, Set.of(), 0, null, FlagStickiness.TENANT, null, List.of(), type, 1);
    }
}
