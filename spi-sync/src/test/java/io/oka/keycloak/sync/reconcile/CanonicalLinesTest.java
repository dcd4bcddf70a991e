package io.oka.keycloak.sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CanonicalLinesTest {

    private static final List<String> FIELDS = List.of("suspended", "displayName", "quotaLimit");

    @Test
    void workedExampleOfTheDocumentHolds() {
        CanonicalLines lines = new CanonicalLines(List.of("displayName", "suspended"));

        lines.add("C-1", values("Acme", false));
        lines.add("C-2", values("Günther \"G\" KG", true));

        assertThat(lines.count()).isEqualTo(2);
        assertThat(lines.sha256()).isEqualTo("37741f4011e0869093aaf54f8009f53a7c386b23955dca687950cc148080bd2e");
    }

    @Test
    void nothingHasTheHashOfNothing() {
        assertThat(new CanonicalLines(FIELDS).sha256())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void membersAreSortedAndOthersLeftOut() {
        Map<String, JsonNode> values = Map.of(
                "suspended", BooleanNode.TRUE,
                "quotaLimit", LongNode.valueOf(1_000),
                "name", TextNode.valueOf("acme"),
                "displayName", TextNode.valueOf("Acme"));

        assertThat(CanonicalLines.line("C-1", values, FIELDS))
                .isEqualTo("[\"C-1\",{\"displayName\":\"Acme\",\"quotaLimit\":1000,\"suspended\":true}]\n");
        assertThat(CanonicalLines.line("C-1", Map.of(), FIELDS)).isEqualTo("[\"C-1\",{}]\n");
    }

    @Test
    void textsAreEscapedAsRfc8785Says() {
        String text = "€$\u000F\nA'B\"\\\\\"/\u007F\u2028";

        String line = CanonicalLines.line("C\t1", Map.of("displayName", TextNode.valueOf(text)), FIELDS);

        assertThat(line).isEqualTo("[\"C\\t1\",{\"displayName\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u007F\u2028\"}]\n");
    }

    @Test
    void whatIsNoTextTruthValueOrWholeNumberIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalLines.line("C-1", Map.of("quotaLimit", DoubleNode.valueOf(1.5)), FIELDS));
    }

    @Test
    void codesStandInTheOrderOfTheirBytes() {
        // In UTF-16 the second would come before the first.
        String fullWidth = "\uFF5E";
        String emoji = "\uD83D\uDE00";

        assertThat(Codes.ORDER.compare(fullWidth, emoji)).isNegative();
        assertThat(Codes.ORDER.compare("B", "a")).isNegative();
        assertThat(Codes.ORDER.compare("a", "ab")).isNegative();
        assertThat(Codes.isWithin("b", "a", "b")).isTrue();
        assertThat(Codes.isWithin("a", "a", null)).isFalse();
        assertThat(Codes.isWithin("c", "a", "b")).isFalse();
        assertThat(Codes.isWithin("c", "a", null)).isTrue();
    }

    private static Map<String, JsonNode> values(String displayName, boolean suspended) {
        return Map.of("displayName", TextNode.valueOf(displayName), "suspended", BooleanNode.valueOf(suspended));
    }
}
