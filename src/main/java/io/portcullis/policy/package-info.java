/**
 * Vocabulary and decision: what a project, client, grant or route is, and whether a request may
 * pass. Pure: no I/O, no clock, no Vert.x; everything is immutable and may be read by any thread.
 */
@NullMarked
package io.portcullis.policy;

import org.jspecify.annotations.NullMarked;
