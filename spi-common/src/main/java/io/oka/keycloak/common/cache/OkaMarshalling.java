package io.oka.keycloak.common.cache;

import org.infinispan.protostream.GeneratedSchema;
import org.infinispan.protostream.annotations.ProtoSchema;

/** How our cluster messages travel; the annotation processor registers it in META-INF/services. */
@ProtoSchema(schemaPackageName = "oka", schemaFileName = "oka.common.proto", includeClasses = CacheInvalidation.class)
interface OkaMarshalling extends GeneratedSchema {}
