package io.portcullis.policy;

/** One thing an operator manages; the unit in which policy changes. */
public sealed interface PolicyItem
    permits Project.Head, Issuer, Client, Grant, Backend, Route, SignOut, TokenRevocation {

  /** The project it belongs to. */
  String project();

  /** Unique among items of its kind in the project. */
  String id();
}
