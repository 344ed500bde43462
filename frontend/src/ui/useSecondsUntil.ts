import { useEffect, useState } from "react";

/** Seconds until a moment, in milliseconds since 1970; counted down, and 0 once it has come. */
export function useSecondsUntil(moment: number | null): number {
  const [now, setNow] = useState(Date.now);
  const seconds = moment === null ? 0 : Math.max(0, Math.ceil((moment - now) / 1000));
  const isWaiting = seconds > 0;
  useEffect(() => {
    if (isWaiting) {
      const timer = setInterval(() => setNow(Date.now()), 1000);
      return () => clearInterval(timer);
    }
  }, [isWaiting]);
  return seconds;
}
