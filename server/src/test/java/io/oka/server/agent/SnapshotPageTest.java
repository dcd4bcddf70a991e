package io.oka.server.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SnapshotPageTest {

    @Test
    void pagesCoverEveryCodeOnceInTheOrderOfTheirBytes() {
        List<SnapshotPage> pages = SnapshotPage.pages(List.of(item("b"), item("é"), item("a"), item("B")), 2);

        assertThat(pages)
                .extracting(page ->
                        page.items().stream().map(ErpFiles.Item::externalCode).toList())
                .containsExactly(List.of("B", "a"), List.of("b", "é"));
        assertThat(pages).extracting(SnapshotPage::after).containsExactly("", "a");
        assertThat(pages).extracting(SnapshotPage::upTo).containsExactly("a", null);
        assertThat(pages).extracting(SnapshotPage::isLast).containsExactly(false, true);
    }

    @Test
    void nothingIsOnePageToo() {
        List<SnapshotPage> pages = SnapshotPage.pages(List.of(), 2);

        assertThat(pages).hasSize(1);
        assertThat(pages.get(0).isLast()).isTrue();
    }

    @Test
    void hashCoversTheComparedMembersInTheirOrder() throws Exception {
        ErpFiles.Item item = item("C-1");
        item.data().put("status", "active").put("plan", "P-1").put("note", "not compared");

        String hash = new SnapshotPage(1, "", null, List.of(item)).sha256(List.of("status", "plan", "missing"));

        byte[] line = "[\"C-1\",{\"plan\":\"P-1\",\"status\":\"active\"}]\n".getBytes(StandardCharsets.UTF_8);
        assertThat(hash)
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(line)));
    }

    private static ErpFiles.Item item(String code) {
        ObjectNode data = AgentClient.JSON.createObjectNode();
        return new ErpFiles.Item(code, 1, data);
    }
}
