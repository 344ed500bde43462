package io.portcullis.gateway;

import io.portcullis.policy.Decision;

/** An admitted exchange that is under way. Belongs to one event loop. */
interface Live {

  /** What it rests on. */
  Decision.Allow allow();

  /** Decides on it again, on the policy and at the time of the call. */
  Decision decideAgain();

  /** Ends it at once, on both sides, in a way that nobody can take for complete. */
  void cut(Decision.Deny why);

  /** The gateway leaves: what has no end of its own ends now, and can begin again elsewhere. */
  void leave();

  /** Moves on what was held back while there was no lease, if there is one now. */
  void release();
}
