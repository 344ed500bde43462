/** Control plane: the REST API by its OpenAPI document, one class per resource, and the console. */
@NullMarked
package io.portcullis.admin;

import org.jspecify.annotations.NullMarked;
