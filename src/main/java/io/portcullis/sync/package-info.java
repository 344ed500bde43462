/** This replica's policy: which snapshot is in force on which event loop, and for how long. */
@NullMarked
package io.portcullis.sync;

import org.jspecify.annotations.NullMarked;
