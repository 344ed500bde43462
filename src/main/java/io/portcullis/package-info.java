/** Start and wiring. */
@NullMarked
package io.portcullis;

import org.jspecify.annotations.NullMarked;
