/** SQL: one class per table group; {@link PolicyChanges} is the only writer of policy. */
@NullMarked
package io.portcullis.store;

import org.jspecify.annotations.NullMarked;
