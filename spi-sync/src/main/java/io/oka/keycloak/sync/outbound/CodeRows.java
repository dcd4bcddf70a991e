package io.oka.keycloak.sync.outbound;

import io.oka.keycloak.common.codes.CodeSubject;
import io.oka.keycloak.common.codes.ExternalCodes;
import io.oka.keycloak.common.codes.SystemCodes;
import io.oka.keycloak.common.jpa.OwnConnections;
import io.oka.keycloak.common.jpa.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Codes as they are mapped, many in one statement. */
final class CodeRows implements ExternalCodes {

    private static final String MAPPED = "SELECT m.REALM_ID, m.TYPE, m.INTERNAL_CODE, m.AGENT_SYSTEM, m.EXTERNAL_CODE"
            + " FROM unnest(?, ?, ?) AS n (REALM_ID, TYPE, CODE) JOIN OKA_SYNC_MAPPING m"
            + " ON m.REALM_ID = n.REALM_ID AND m.TYPE = n.TYPE AND m.INTERNAL_CODE = n.CODE";

    private static final String TENANT = "tenant";
    private static final String PLAN = "plan";
    private static final String SERVICE = "service";

    private final String mapped;

    CodeRows(OwnConnections connections) {
        this.mapped = connections.sql(MAPPED);
    }

    /** One of our codes. */
    private record Code(String realmId, String type, String internal) {}

    @Override
    public Map<CodeSubject, Map<String, SystemCodes>> of(Connection connection, Collection<CodeSubject> subjects)
            throws SQLException {
        Map<Code, Map<String, String>> found = find(connection, subjects);
        Map<CodeSubject, Map<String, SystemCodes>> known = new LinkedHashMap<>();
        for (CodeSubject subject : subjects) {
            Map<String, SystemCodes> systems = new TreeMap<>();
            find(found, subject, TENANT, subject.tenantId())
                    .forEach((system, tenant) -> systems.put(
                            system,
                            new SystemCodes(
                                    tenant,
                                    find(found, subject, PLAN, subject.tier()).get(system),
                                    find(found, subject, SERVICE, subject.service())
                                            .get(system))));
            if (!systems.isEmpty()) {
                known.put(subject, systems);
            }
        }
        return known;
    }

    /** By our codes, what each system calls them. */
    private Map<Code, Map<String, String>> find(Connection connection, Collection<CodeSubject> subjects)
            throws SQLException {
        Collection<Code> wanted =
                subjects.stream().flatMap(CodeRows::codes).distinct().toList();
        Map<Code, Map<String, String>> found = new HashMap<>();
        try (Statement statement = new Statement(connection, mapped)
                .texts(wanted, Code::realmId)
                .texts(wanted, Code::type)
                .texts(wanted, Code::internal)) {
            statement.query(row -> found.computeIfAbsent(
                            new Code(row.getString("REALM_ID"), row.getString("TYPE"), row.getString("INTERNAL_CODE")),
                            code -> new HashMap<>())
                    .put(row.getString("AGENT_SYSTEM"), row.getString("EXTERNAL_CODE")));
        }
        return found;
    }

    private static Stream<Code> codes(CodeSubject subject) {
        return Stream.of(
                        code(subject, TENANT, subject.tenantId()),
                        code(subject, PLAN, subject.tier()),
                        code(subject, SERVICE, subject.service()))
                .filter(Objects::nonNull);
    }

    private static @Nullable Code code(CodeSubject subject, String type, @Nullable String internal) {
        return internal == null ? null : new Code(subject.realmId(), type, internal);
    }

    private static Map<String, String> find(
            Map<Code, Map<String, String>> found, CodeSubject subject, String type, @Nullable String internal) {
        return internal == null ? Map.of() : found.getOrDefault(new Code(subject.realmId(), type, internal), Map.of());
    }
}
