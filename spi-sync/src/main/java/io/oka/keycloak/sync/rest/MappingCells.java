package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.http.CsvDownload;
import io.oka.keycloak.sync.MappedCode;
import io.oka.keycloak.sync.Mapping;
import io.oka.keycloak.sync.Mappings;
import io.oka.keycloak.sync.SyncProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Mappings as {@link MappingLines} reads them. */
record MappingCells(Mappings.Filter filter) implements CsvDownload.Rows<Mapping> {

    static final List<String> HEADER =
            List.of(MappingLines.SYSTEM, MappingLines.TYPE, MappingLines.EXTERNAL, MappingLines.INTERNAL);

    private static final int AT_ONCE = 1_000;

    @Override
    public List<Mapping> after(KeycloakSession session, RealmModel realm, @Nullable Mapping last) {
        MappedCode place = last == null ? null : last.code();
        return SyncProvider.of(session).mappings().after(realm, filter, place, AT_ONCE);
    }

    @Override
    public List<String> cells(Mapping row) {
        MappedCode code = row.code();
        return List.of(code.system(), code.type().wireName(), code.externalCode(), code.internalCode());
    }
}
