import type { components } from "./schema.gen";

/** A problem has a request's ID unless no request arrived. */
export type ProblemBody = Omit<components["schemas"]["Problem"], "requestId"> & {
  requestId?: string | undefined;
};
export type Violation = NonNullable<ProblemBody["violations"]>[number];

/** The API's refusal, or that it could not be reached (status 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId: string | undefined;
  readonly violations: readonly Violation[];
  /** When the API takes such a call again, in milliseconds since 1970; null when it did not say. */
  readonly retryAt: number | null;

  constructor(problem: ProblemBody, retryAt: number | null = null) {
    super(problem.title);
    this.status = problem.status;
    this.code = problem.type.split(":").at(-1) ?? "unknown";
    this.detail = problem.detail ?? "";
    this.requestId = problem.requestId;
    this.violations = problem.violations ?? [];
    this.retryAt = retryAt;
  }
}

const UNREACHABLE: ProblemBody = {
  type: "urn:portcullis:problem:unreachable",
  title: "The admin API cannot be reached.",
  status: 0,
  detail: "Gateways keep deciding on the policy they have until their lease ends. Try again.",
};

export interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What a call answered, or an ApiError. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  return dataOf(await answered(call));
}

/** The answer with its head, or an ApiError. */
export async function answered<T>(call: Promise<Answer<T>>): Promise<Answer<T>> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (failure) {
    throw failure instanceof DOMException && failure.name === "AbortError"
      ? failure
      : new ApiError(UNREACHABLE);
  }
  if (!answer.response.ok) {
    throw new ApiError(toProblem(answer), retryAtOf(answer.response));
  }
  return answer;
}

function dataOf<T>(answer: Answer<T>): T {
  if (answer.data === undefined) {
    throw new ApiError(toProblem(answer));
  }
  return answer.data;
}

/** Retry-After in seconds (RFC 9110, section 10.2.3), which is how the API gives it. */
function retryAtOf({ headers }: Response): number | null {
  const seconds = Number(headers.get("Retry-After") ?? Number.NaN);
  return Number.isFinite(seconds) ? Date.now() + seconds * 1000 : null;
}

/** A proxy in between may answer with anything. */
function toProblem({ error, response }: Answer<unknown>): ProblemBody {
  if (typeof error === "object" && error !== null && "title" in error && "type" in error) {
    return error as ProblemBody;
  }
  return {
    type: "urn:portcullis:problem:unreadable",
    title: `The server answered ${response.status} with something unreadable.`,
    status: response.status,
    requestId: response.headers.get("X-Request-Id") ?? undefined,
  } as ProblemBody;
}
