/** Rejected requests: recorded off the request path, counted exactly. */
@NullMarked
package io.portcullis.audit;

import org.jspecify.annotations.NullMarked;
