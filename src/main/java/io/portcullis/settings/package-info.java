/** What a process reads at start: records that cannot exist wrong. */
@NullMarked
package io.portcullis.settings;

import org.jspecify.annotations.NullMarked;
