package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.sync.MappingImport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Counts refused lines, and remembers the first of them, however many there are. */
final class ImportRefusals {

    private final List<MappingImport.Refusal> first = new ArrayList<>();
    private long count;

    /** One more; those that are added come in their order. */
    void add(MappingImport.Refusal refusal) {
        count++;
        if (first.size() < MappingImport.MOST_ERRORS) {
            first.add(refusal);
        }
    }

    /**
     * Others that were found elsewhere.
     *
     * @param theirFirst the first of them, in their order
     * @param theirCount how many there are in all
     */
    void addAll(List<MappingImport.Refusal> theirFirst, long theirCount) {
        count += theirCount;
        first.addAll(theirFirst);
        first.sort(Comparator.comparingLong(MappingImport.Refusal::line));
        if (first.size() > MappingImport.MOST_ERRORS) {
            first.subList(MappingImport.MOST_ERRORS, first.size()).clear();
        }
    }

    int count() {
        return Math.toIntExact(count);
    }

    List<MappingImport.Refusal> first() {
        return List.copyOf(first);
    }
}
