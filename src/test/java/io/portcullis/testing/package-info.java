/** What tests stand on: a real PostgreSQL, a real OpenID provider, the product on free ports. */
package io.portcullis.testing;
