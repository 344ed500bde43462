package io.portcullis.sync;

/** The two clocks by which leases are measured; a simulator has its own. Any thread. */
interface LeaseClock {

  /** Those of this process. */
  LeaseClock SYSTEM =
      new LeaseClock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public long wallMillis() {
          return System.currentTimeMillis();
        }
      };

  /** Monotonic; may stand still while the machine is suspended. Only differences mean something. */
  long nanos();

  /** The time of day; goes on while the machine is suspended, and may jump. */
  long wallMillis();

  /** Both at one moment. */
  default Lease.Moment now() {
    return new Lease.Moment(nanos(), wallMillis());
  }
}
