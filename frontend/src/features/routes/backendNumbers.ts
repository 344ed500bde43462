/** A number that a form holds as text; empty leaves it to its default. */
export interface NumberRule {
  label: string;
  min: number;
  max: number;
  /** Shown where it is empty. */
  usual?: number;
  description?: string;
  isRequired?: boolean;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Rules that a backend may have, each with its numbers: names and bounds are the API's. */
export const RULES = {
  healthCheck: {
    intervalMillis: { label: "Milliseconds between questions", min: 100, max: HOUR, usual: 10_000 },
    timeoutMillis: { label: "Milliseconds to answer", min: 1, max: 60_000, usual: 2000 },
    healthyThreshold: { label: "Good answers that bring it back", min: 1, max: 100, usual: 2 },
    unhealthyThreshold: { label: "Bad answers that take it out", min: 1, max: 100, usual: 3 },
  },
  ejection: {
    consecutiveFailures: { label: "Failures in a row", min: 1, max: 1000, usual: 5 },
    baseMillis: {
      label: "Milliseconds out, the first time",
      min: 1,
      max: HOUR,
      usual: 30_000,
      description: "Each further time twice as long.",
    },
    maxMillis: { label: "Milliseconds out at most", min: 1, max: DAY, usual: 300_000 },
    maxEjectedPercent: {
      label: "Percent of the targets out at once",
      min: 0,
      max: 100,
      usual: 50,
    },
  },
  retries: {
    attempts: { label: "Tries beside the first", min: 1, max: 5, usual: 1 },
    perTryTimeoutMillis: {
      label: "Milliseconds for a try to begin its answer",
      min: 1,
      max: HOUR,
      description: "Without it, as long as any answer may take to begin.",
    },
    budgetPercent: {
      label: "Percent of requests that may be repetitions",
      min: 0,
      max: 100,
      usual: 20,
    },
    budgetMin: { label: "Repetitions allowed in any case", min: 0, max: 1000, usual: 3 },
  },
  limits: {
    maxRequests: {
      label: "Requests under way",
      min: 1,
      max: 1_000_000,
      isRequired: true,
      description: "In each gateway. More get 503 overloaded.",
    },
    maxPending: { label: "Requests that may wait", min: 0, max: 10_000, usual: 0 },
    pendingTimeoutMillis: {
      label: "Milliseconds they may wait",
      min: 1,
      max: 60_000,
      usual: 1000,
    },
  },
  circuitBreaker: {
    consecutiveFailures: { label: "Failures in a row", min: 1, max: 10_000, usual: 5 },
    openMillis: { label: "Milliseconds without requests", min: 1, max: HOUR, usual: 10_000 },
  },
} as const satisfies Record<string, Record<string, NumberRule>>;

export type RuleName = keyof typeof RULES;
export const RULE_NAMES = Object.keys(RULES) as RuleName[];

export const TOTAL: NumberRule = { label: "Milliseconds for all of it", min: 1, max: DAY };

export function numbersOf(rule: RuleName): [string, NumberRule][] {
  return Object.entries(RULES[rule]);
}

/** What is wrong with a number as it was typed; undefined when nothing is. */
export function faultOf(text: string, { min, max, isRequired = false }: NumberRule) {
  if (text.trim() === "" && !isRequired) {
    return undefined;
  }
  const value = Number(text);
  return /^\d+$/.test(text.trim()) && value >= min && value <= max
    ? undefined
    : `A number from ${min} to ${max}`;
}
