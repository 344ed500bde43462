/** Data plane: accept, decide, then forward or reject, and record. */
@NullMarked
package io.portcullis.gateway;

import org.jspecify.annotations.NullMarked;
