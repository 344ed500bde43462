/** Everything on one machine, to try Portcullis out: provider, backend, project. */
@NullMarked
package io.portcullis.demo;

import org.jspecify.annotations.NullMarked;
