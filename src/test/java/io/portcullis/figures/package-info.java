/** Measures what the documentation gives figures for; run by bin/figures, asserts nothing. */
package io.portcullis.figures;
