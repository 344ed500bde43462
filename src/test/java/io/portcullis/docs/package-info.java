/** What the documentation and the files for installing say is held against the code. */
@NullMarked
package io.portcullis.docs;

import org.jspecify.annotations.NullMarked;
