package io.portcullis.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where policy is kept.
 *
 * @param databaseUrl a PostgreSQL of one's own; null runs an embedded one
 * @param dataDirectory what the embedded one keeps its data in
 */
public record StoreSettings(@Nullable DatabaseUrl databaseUrl, Path dataDirectory) {}
