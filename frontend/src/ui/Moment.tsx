import { absoluteTime, clockTime, shortTime } from "./time";

/** A moment for people; the exact one, with its zone, is the title. */
export function Moment({ at, precise = false }: { at: string; precise?: boolean }) {
  return (
    <time dateTime={at} title={absoluteTime(at)}>
      {precise ? clockTime(at) : shortTime(at)}
    </time>
  );
}
