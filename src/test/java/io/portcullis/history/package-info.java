/**
 * Holds the promise against whole processes under faults: callers call, an operator takes rights
 * away and gives them back, processes are paused, killed and cut off, and afterwards the recorded
 * history is searched for what must not have happened.
 */
package io.portcullis.history;
