/** Commands. */
@NullMarked
package io.portcullis.cli;

import org.jspecify.annotations.NullMarked;
