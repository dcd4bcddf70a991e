package io.oka.keycloak.sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.sync.ComparedEntity;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PageToCompareTest {

    private static final String HASH = "37741f4011e0869093aaf54f8009f53a7c386b23955dca687950cc148080bd2e";
    private static final String ACME = "{'externalCode':'C-1','version':3,'data':{'displayName':'Acme'}}";
    private static final String KG =
            "{'externalCode':'C-2','version':4,'data':{'suspended':true,'displayName':'Günther \\\"G\\\" KG'}}";

    @Test
    void pageWithoutItemsIsComparedByItsHash() {
        PageToCompare page = PageToCompare.of(json("{'snapshot':" + range("'page':1,'after':'B','upTo':'D'") + "}"));

        assertThat(page.entity()).isEqualTo(ComparedEntity.TENANT);
        assertThat(page.after()).isEqualTo("B");
        assertThat(page.upTo()).isEqualTo("D");
        assertThat(page.entries()).isNull();
    }

    @Test
    void itemsAreSortedAndHashToWhatWasSaid() {
        PageToCompare page = page("'page':0", ACME, KG);
        PageToCompare reversed = page("'page':0", KG, ACME);

        assertThat(Objects.requireNonNull(page.entries()))
                .extracting(RemoteEntry::externalCode)
                .containsExactly("C-1", "C-2");
        assertThatNoException().isThrownBy(() -> page.requireHash(List.of("displayName", "suspended")));
        assertThatNoException().isThrownBy(() -> reversed.requireHash(List.of("displayName", "suspended")));
        assertThatExceptionOfType(SnapshotRefusal.class)
                .isThrownBy(() -> page.requireHash(List.of("displayName")))
                .satisfies(refusal -> assertThat(refusal.errorClass()).isEqualTo("hash_mismatch"));
    }

    @Test
    void nothingNeedsNoItems() {
        JsonNode data = json("{'snapshot':{'entity':'tenant','page':0,'count':0,'sha256':'" + HASH + "'}}");

        assertThat(PageToCompare.of(data).entries()).isEmpty();
    }

    @Test
    void valuesAreWrittenInOneWay() {
        JsonNode data = json("{'snapshot':{'entity':'subscription','page':0,'count':2,'sha256':'" + HASH
                + "'},'items':[{'externalCode':'C-1','version':1,'data':{'tier':'pro','currentPeriodEnd':"
                + "'2026-12-01T01:00:00.123+01:00','cancelAtPeriodEnd':null}},"
                + "{'externalCode':'C-2','version':1,'data':{'plan':'P','status':'past_due'}}]}");

        List<RemoteEntry> entries =
                Objects.requireNonNull(PageToCompare.of(data).entries());

        assertThat(Json.writeText(entries.get(0).values()))
                .isEqualTo("{\"cancelAtPeriodEnd\":false,\"currentPeriodEnd\":\"2026-12-01T00:00:00Z\","
                        + "\"plan\":\"tier:pro\",\"status\":\"active\"}");
        assertThat(Json.writeText(entries.get(1).values()))
                .isEqualTo("{\"cancelAtPeriodEnd\":false,\"plan\":\"P\",\"status\":\"past_due\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'page':0,'after':'A' | snapshot.after",
                "'page':1 | snapshot.after",
                "'page':-1 | snapshot.page",
                "'page':1,'after':'D','upTo':'C' | snapshot.upTo",
                "'page':0,'upTo':'C','last':true | snapshot.last",
                "'page':0,'colour':'red' | snapshot.colour",
                "'page':'0' | snapshot.page",
            })
    void rangeThatCannotBeIsMalformed(String members, String member) {
        assertRefused("{'snapshot':" + range(members) + "}", "malformed", member);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'externalCode':'','version':1,'data':{}} | items[1].externalCode",
                "{'version':1,'data':{}} | items[1].externalCode",
                "{'externalCode':'C-2','data':{}} | items[1].version",
                "{'externalCode':'C-2','version':-1,'data':{}} | items[1].version",
                "{'externalCode':'C-2','version':1} | items[1].data",
                "{'externalCode':'C-2','version':1,'data':{'colour':1}} | items[1].data.colour",
                "{'externalCode':'C-2','version':1,'data':{'displayName':1}} | items[1].data.displayName",
                "{'externalCode':'C-2','version':1,'data':{'suspended':'no'}} | items[1].data.suspended",
                "{'externalCode':'C-2','version':1,'data':{'quotaLimit':1.5}} | items[1].data.quotaLimit",
                "{'externalCode':'C-1','version':1,'data':{}} | items",
            })
    void itemThatCannotBeIsMalformed(String item, String member) {
        assertRefused(
                "{'snapshot':" + range("'page':0") + ",'items':[" + ACME + "," + item + "]}", "malformed", member);
    }

    @Test
    void liesAboutTheCountAndTheRangeAreFound() {
        assertRefused(
                "{'snapshot':" + range("'page':0") + ",'items':[" + ACME + "]}", "count_mismatch", "snapshot.count");
        assertRefused(
                "{'snapshot':" + range("'page':0,'upTo':'C-1'") + ",'items':[" + ACME + "," + KG + "]}",
                "out_of_range",
                "items[1].externalCode");
        assertRefused("{}", "malformed", "snapshot");
    }

    private static void assertRefused(String data, String errorClass, String member) {
        assertThatExceptionOfType(SnapshotRefusal.class)
                .isThrownBy(() -> PageToCompare.of(json(data)))
                .satisfies(refusal -> {
                    assertThat(refusal.errorClass()).isEqualTo(errorClass);
                    assertThat(refusal.detail()).startsWith(member + " ");
                });
    }

    private static PageToCompare page(String members, String... items) {
        return PageToCompare.of(json("{'snapshot':" + range(members) + ",'items':[" + String.join(",", items) + "]}"));
    }

    private static String range(String members) {
        return "{'entity':'tenant','count':2,'sha256':'" + HASH + "'," + members + "}";
    }

    private static JsonNode json(String text) {
        try {
            // Quotation marks that are meant stand behind a backslash.
            return Json.MAPPER.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
