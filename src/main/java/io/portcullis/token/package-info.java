/** From header values to verified claims: reading, signatures, issuers' keys and their life. */
@NullMarked
package io.portcullis.token;

import org.jspecify.annotations.NullMarked;
