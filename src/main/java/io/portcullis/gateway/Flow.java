package io.portcullis.gateway;

import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Carries items from one side to the other at the speed of the slower one, while it may. Give
 * {@link #accept} to the source as its handler.
 *
 * @param <T> a buffer or a frame
 */
final class Flow<T> {
  private final ReadStream<?> source;
  private final WriteStream<?> sink;
  private final Consumer<T> write;
  private final BooleanSupplier mayFlow;
  private final Queue<T> held = new ArrayDeque<>(1);
  private boolean isHalted;

  /**
   * @param mayFlow asked before each item; what may not flow is held and the source paused
   */
  Flow(ReadStream<?> source, WriteStream<?> sink, Consumer<T> write, BooleanSupplier mayFlow) {
    this.source = source;
    this.sink = sink;
    this.write = write;
    this.mayFlow = mayFlow;
  }

  void accept(T item) {
    if (isHalted) {
      return;
    }
    if (!held.isEmpty() || !mayFlow.getAsBoolean()) {
      source.pause();
      held.add(item);
      return;
    }
    write.accept(item);
    waitForRoom();
  }

  private void waitForRoom() {
    if (sink.writeQueueFull()) {
      source.pause();
      sink.drainHandler(
          drained -> {
            if (!isHalted && held.isEmpty()) {
              source.resume();
            }
          });
    }
  }

  /** Moves on what is held, if it may flow now. */
  void release() {
    if (isHalted || held.isEmpty() || !mayFlow.getAsBoolean()) {
      return;
    }
    held.forEach(write);
    held.clear();
    if (sink.writeQueueFull()) {
      waitForRoom();
    } else {
      source.resume();
    }
  }

  /** Nothing flows any more. */
  void halt() {
    isHalted = true;
    held.clear();
  }
}
