package io.portcullis.settings;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** placeholder until settings land. */
public record AdminSettings(
    String host, int port, @Nullable URI url, @Nullable String bootstrapToken) {}
