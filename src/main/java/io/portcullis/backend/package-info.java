/** Targets of backends: which one gets a request, whether they serve, how many requests may go. */
@NullMarked
package io.portcullis.backend;

import org.jspecify.annotations.NullMarked;
