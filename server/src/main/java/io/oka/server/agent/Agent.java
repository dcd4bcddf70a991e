package io.oka.server.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the agent can be told to do. Run it without arguments, and it says so itself. */
public final class Agent {

    private static final String VERSION = "0.1.0";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int PAGE_SIZE = 500;
    private static final int HEARTBEAT_SECONDS = 30;

    private static final String HELP = """
            Plays a billing or ERP system from CSV files against Oka's sync endpoints.

              enrol     --url http://localhost:8080 --realm demo --token TOKEN [--name NAME]
              heartbeat                          says that it is alive, prints what the server wants
              push      --dir DIR                sends customers.csv, subscriptions.csv and usage.csv
              reconcile --dir DIR                lets the server compare, where an operator began a comparison
              changes   [--follow]               prints what changed at the server since the last time
              rotate    [--overlap-hours HOURS]  takes a new secret
              run       --dir DIR [--seconds N]  heartbeat, push and reconcile, every 30 seconds

            What it must remember is in --state FILE (agent.json); its secret too, so keep that file.
            """;

    private final Arguments arguments;
    private final PrintStream out;
    private final Path file;

    private Agent(Arguments arguments, PrintStream out) {
        this.arguments = arguments;
        this.out = out;
        this.file = Path.of(arguments.or("state", "agent.json")).toAbsolutePath();
    }

    /** Ends with 0 if it was done, with 1 and a sentence if not. */
    public static void main(String[] words) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(run(words, out));
    }

    /**
     * For whoever has a JVM already, such as a test.
     *
     * @return what a process would end with
     */
    public static int run(String[] words, PrintStream out) {
        try {
            Arguments arguments = Arguments.of(words);
            new Agent(arguments, out).run();
            return 0;
        } catch (AgentException e) {
            out.println(e.getMessage());
            return 1;
        }
    }

    private void run() {
        switch (arguments.command()) {
            case "enrol" -> enrol();
            case "heartbeat" -> out.println(heartbeat(client()).toPrettyString());
            case "push" -> jobs().push(files(), PATIENCE);
            case "reconcile" -> reconcile();
            case "changes" -> changes();
            case "rotate" -> rotate();
            case "run" -> serve();
            case "help", "--help" -> out.print(HELP);
            default -> throw new AgentException(arguments.command() + " is not known here. Try `help`.");
        }
    }

    private void enrol() {
        String url = arguments.required("url").replaceAll("/+$", "");
        String realm = arguments.required("realm");
        JsonNode enrolled =
                AgentClient.enrol(url, realm, arguments.required("token"), arguments.or("name", "csv-agent"), VERSION);
        AgentState state = new AgentState(
                url,
                realm,
                enrolled.path("agentId").asText(),
                enrolled.path("secret").asText(),
                enrolled.path("agentSystem").asText(),
                enrolled.path("capabilities").path("maxItemsPerJob").asInt(),
                null);
        state.write(file);
        out.println("Enrolled as " + state.agentId() + " of " + state.system() + "; its secret is in " + file);
    }

    private static JsonNode heartbeat(AgentClient client) {
        return client.post("/agents/heartbeat", Map.of("version", VERSION));
    }

    private void reconcile() {
        JsonNode heartbeat = heartbeat(client());
        if (heartbeat.path("work").path("reconciliations").isEmpty()) {
            out.println("No comparison was asked for.");
            return;
        }
        comparison().runWanted(files(), heartbeat);
    }

    private void changes() {
        AgentState state = AgentState.read(file);
        do {
            JsonNode page = changesAfter(state.cursor());
            page.path("items").forEach(change -> out.println(change.toString()));
            String next = PushedJobs.text(page.path("nextCursor"));
            // After they were printed: a process that dies in between prints them again.
            state = state.withCursor(next == null ? state.cursor() : next);
            state.write(file);
            if (page.path("items").isEmpty()) {
                if (!arguments.has("follow")) {
                    return;
                }
                AgentClient.pause(Duration.ofSeconds(2));
            }
        } while (true);
    }

    private JsonNode changesAfter(@Nullable String cursor) {
        return client().get("/changes?limit=100" + (cursor == null ? "" : "&cursor=" + cursor));
    }

    private void rotate() {
        int hours = arguments.number("overlap-hours", 1);
        JsonNode rotated = client().post("/agents/secret/rotate", Map.of("overlapHours", hours));
        AgentState.read(file).withSecret(rotated.path("secret").asText()).write(file);
        out.println("The new secret is in " + file + "; the old one does for another " + hours + " h.");
    }

    private void serve() {
        int seconds = arguments.number("seconds", HEARTBEAT_SECONDS);
        while (true) {
            JsonNode heartbeat = heartbeat(client());
            jobs().push(files(), PATIENCE);
            comparison().runWanted(files(), heartbeat);
            AgentClient.pause(Duration.ofSeconds(seconds));
        }
    }

    private AgentClient client() {
        return new AgentClient(AgentState.read(file));
    }

    private PushedJobs jobs() {
        AgentState state = AgentState.read(file);
        return new PushedJobs(new AgentClient(state), out, state.maxItemsPerJob());
    }

    private Comparison comparison() {
        return new Comparison(
                client(), jobs(), out, Math.min(PAGE_SIZE, AgentState.read(file).maxItemsPerJob()));
    }

    private ErpFiles files() {
        return new ErpFiles(Path.of(arguments.required("dir")));
    }
}
