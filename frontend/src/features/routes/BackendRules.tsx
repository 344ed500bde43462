import { SimpleGrid, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { ManyField, OneField, SwitchField, TagsField, TextField } from "../../ui/FormFields";
import { FormSection } from "../../ui/FormSection";
import { numbersOf, type RuleName } from "./backendNumbers";
import type { BackendForm } from "./backendSchema";

interface Props {
  form: BackendForm;
}

const METHODS = [
  { value: "random", label: "By chance, as often as its weight says" },
  { value: "round-robin", label: "In turn" },
  { value: "least-requests", label: "The less busy of two" },
  { value: "consistent-hash", label: "The same for the same caller" },
];
const HASH_BY = [
  { value: "address", label: "By the caller’s address" },
  { value: "user", label: "By the user" },
  { value: "header", label: "By a header field" },
];

/** Which target gets a request. */
export function BalancingSection({ form }: Props) {
  const [method, hashBy, cookie] = form.watch(["method", "hashBy", "cookie"]);
  const named = METHODS.find(({ value }) => value === method)?.label.toLowerCase();
  const set = [method === "random" ? undefined : named, cookie && "affinity"].filter(Boolean);
  return (
    <FormSection
      form={form}
      title="Which target gets a request"
      summary={set.join(", ")}
      names={["method", "hashBy", "header", "cookie"]}
    >
      <OneField form={form} name="method" label="Method" data={METHODS} />
      {method === "consistent-hash" && (
        <OneField form={form} name="hashBy" label="Told apart" data={HASH_BY} />
      )}
      {method === "consistent-hash" && hashBy === "header" && (
        <TextField form={form} name="header" label="Header field" required />
      )}
      <TextField
        form={form}
        name="cookie"
        label="Cookie that keeps a caller at a target"
        placeholder="Portcullis-Orders"
        description="Wins over the method. Leave empty for none."
      />
    </FormSection>
  );
}

/** Which targets serve at all. */
export function HealthSection({ form }: Props) {
  const { healthCheck, ejection } = form.watch("has");
  const set = [healthCheck && "asked", ejection && "ejected by failures"].filter(Boolean);
  return (
    <FormSection
      form={form}
      title="Health of the targets"
      summary={set.join(", ")}
      names={["healthCheck", "ejection"]}
    >
      <Rule
        form={form}
        rule="healthCheck"
        label="Ask targets whether they serve"
        description="Each gateway asks each target. When all are out, requests go to all."
      >
        <TextField
          form={form}
          name="healthCheck.path"
          label="Path that is asked for"
          description="With GET, behind the path of the target’s URL."
          required
        />
        <TagsField
          form={form}
          name="healthCheck.expectedStatuses"
          label="Good statuses"
          description="Such as 200 or 200-299, which holds when empty."
        />
      </Rule>
      <Rule
        form={form}
        rule="ejection"
        label="Leave out a target that fails"
        description="After statuses from 500 on, no connection or no answer, in a row."
      />
    </FormSection>
  );
}

const FAILURES = [
  { value: "connect-failure", label: "No connection" },
  { value: "reset", label: "Broken connection" },
  { value: "timeout", label: "No answer in time" },
  { value: "gateway-error", label: "502, 503 and 504" },
];

/** What happens when it fails or is full. */
export function FailureSection({ form }: Props) {
  const { retries, limits, circuitBreaker } = form.watch("has");
  const set = [retries && "retries", limits && "limits", circuitBreaker && "circuit breaker"];
  return (
    <FormSection
      form={form}
      title="When it fails or is full"
      summary={set.filter(Boolean).join(", ")}
      names={["retries", "limits", "circuitBreaker"]}
    >
      <Rule
        form={form}
        rule="retries"
        label="Send requests again"
        description="To another target where there is one; after more than a failed connection only what may be repeated."
      >
        <ManyField
          form={form}
          name="retries.on"
          label="After what"
          description="After all of them when empty."
          data={FAILURES}
        />
      </Rule>
      <Rule
        form={form}
        rule="limits"
        label="Limit what is under way"
        description="So that a slow backend is not buried."
      />
      <Rule
        form={form}
        rule="circuitBreaker"
        label="Send nothing for a while after failures"
        description="After no connection, no answer, 502, 503 or 504 in a row. Then one request tries."
      />
    </FormSection>
  );
}

interface RuleProps extends Props {
  rule: RuleName;
  label: string;
  description: string;
  children?: ReactNode;
}

/** A rule that is switched on, with its numbers. */
function Rule({ form, rule, label, description, children }: RuleProps) {
  return (
    <Stack gap="xs">
      <SwitchField form={form} name={`has.${rule}`} label={label} description={description} />
      {form.watch(`has.${rule}`) && (
        <>
          {children}
          <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: "end" }}>
            {numbersOf(rule).map(([name, number]) => (
              <TextField
                key={name}
                form={form}
                name={`${rule}.${name}` as "limits.maxRequests"}
                label={number.label}
                description={number.description}
                required={number.isRequired ?? false}
                placeholder={number.usual?.toString() ?? ""}
              />
            ))}
          </SimpleGrid>
        </>
      )}
    </Stack>
  );
}
