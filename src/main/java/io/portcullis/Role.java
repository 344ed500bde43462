package io.portcullis;

/** What a process does. */
public enum Role {
  BOTH,
  GATEWAY,
  ADMIN;

  boolean isGateway() {
    return this != ADMIN;
  }

  boolean isAdmin() {
    return this != GATEWAY;
  }
}
