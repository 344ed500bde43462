/** What a process tells about itself: metrics. */
@NullMarked
package io.portcullis.telemetry;

import org.jspecify.annotations.NullMarked;
