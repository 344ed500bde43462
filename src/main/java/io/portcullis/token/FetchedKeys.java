package io.portcullis.token;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Keys as their issuer published them, and how long it says that they may be used, if it does. */
record FetchedKeys(KeySet keys, @Nullable Duration maxAge) {}
