package io.oka.server.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ErpFilesTest {

    @TempDir
    private Path folder;

    @Test
    void columnsBecomeMembersOfTheirTypes() throws IOException {
        write("customers.csv", "code,version,displayName,quotaLimit,suspended\nC-1,7,\"A, \"\"B\"\"\",50,true\n");

        ErpFiles.Item item = new ErpFiles(folder).items(ErpFiles.Kind.CUSTOMERS).get(0);

        assertThat(item.externalCode()).isEqualTo("C-1");
        assertThat(item.version()).isEqualTo(7);
        assertThat(item.data()).hasToString("{\"displayName\":\"A, \\\"B\\\"\",\"quotaLimit\":50,\"suspended\":true}");
    }

    @Test
    void whatIsEmptyIsLeftOut() throws IOException {
        write("subscriptions.csv", "code,version,plan,status\nC-1,1,,active\n");

        ErpFiles.Item item =
                new ErpFiles(folder).items(ErpFiles.Kind.SUBSCRIPTIONS).get(0);

        assertThat(item.data()).hasToString("{\"status\":\"active\"}");
    }

    @Test
    void noFileIsNothingToSend() {
        assertThat(new ErpFiles(folder).items(ErpFiles.Kind.USAGE)).isEmpty();
    }

    @Test
    void aRowThatCannotBeReadIsNamed() throws IOException {
        write("usage.csv", "code,version,quantity\nC-1,1,3\nC-2,one,3\n");

        assertThatThrownBy(() -> new ErpFiles(folder).items(ErpFiles.Kind.USAGE))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("usage.csv:3")
                .hasMessageContaining("one is no whole number");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
