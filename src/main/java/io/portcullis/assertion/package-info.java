/** The identity assertion: its keys, their life, and the signing. */
@NullMarked
package io.portcullis.assertion;

import org.jspecify.annotations.NullMarked;
