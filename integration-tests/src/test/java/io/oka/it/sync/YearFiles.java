package io.oka.it.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.sync.ErpYear.Customer;
import io.oka.server.agent.Agent;
import io.oka.testing.TestRealm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the ERP has in the end, as files of the command-line agent, who lets the server compare. */
record YearFiles(Path folder) {

    void write(List<Customer> customers) throws IOException {
        List<String> tenants = new ArrayList<>(List.of("code,version,displayName,suspended"));
        List<String> subscriptions = new ArrayList<>(List.of("code,version,plan,status"));
        for (Customer customer : customers) {
            tenants.add(customer.code() + "," + customer.version() + ",\"" + customer.displayName() + "\","
                    + customer.suspended());
            subscriptions.add(customer.code() + "," + customer.subscriptionVersion() + "," + ErpYear.PLAN
                    + customer.tier() + "," + customer.status());
        }
        Files.write(folder.resolve("customers.csv"), tenants);
        Files.write(folder.resolve("subscriptions.csv"), subscriptions);
    }

    /**
     * Makes the ERP differ.
     *
     * @param newer of which it has a newer version
     * @param forgotten which it has no more
     * @param unknown which it has never told of
     */
    void change(Set<String> newer, Set<String> forgotten, Set<String> unknown) throws IOException {
        Path file = folder.resolve("customers.csv");
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String code = line.substring(0, line.indexOf(','));
            if (newer.contains(code)) {
                lines.add(code + ",100000,\"Renamed there\",false");
            } else if (!forgotten.contains(code)) {
                lines.add(line);
            }
        }
        unknown.forEach(code -> lines.add(code + ",1,\"Never sent\",false"));
        Files.write(file, lines);
    }

    void enrol(TestRealm realm, String token) {
        run("enrol", "--url", realm.oka().baseUrl(), "--realm", realm.name(), "--token", token);
    }

    /** What the agent said. */
    String reconcile() {
        return run("reconcile", "--dir", folder.toString());
    }

    private String run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--state", folder.resolve("agent.json").toString()));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            int exit = Agent.run(all.toArray(String[]::new), out);
            assertThat(exit).as(said.toString(StandardCharsets.UTF_8)).isZero();
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
