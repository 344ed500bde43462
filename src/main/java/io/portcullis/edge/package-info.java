/** Connections at the listeners: accepted and counted, and closed when their callers dawdle. */
@NullMarked
package io.portcullis.edge;

import org.jspecify.annotations.NullMarked;
