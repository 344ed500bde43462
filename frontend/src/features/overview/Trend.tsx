import { inMillis } from "./latency";

const WIDTH = 100;
const HEIGHT = 20;

/** How the slowest hundredth went over time; the same in words for who does not see it. */
export function Trend({ values }: { values: number[] }) {
  const most = Math.max(...values);
  if (values.length < 2 || most <= 0) {
    return null;
  }
  const points = values.map((value, index) => {
    const x = (index / (values.length - 1)) * WIDTH;
    return `${x},${HEIGHT - 1 - (value / most) * (HEIGHT - 2)}`;
  });
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width="100%"
      height={HEIGHT}
      preserveAspectRatio="none"
      role="img"
      aria-label={`p99 over time: between ${inMillis(Math.min(...values))} and ${inMillis(most)}, last ${inMillis(values[values.length - 1] ?? 0)}`}
    >
      <polyline
        points={points.join(" ")}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
