import { ManyField, OneField, TextField } from "../../ui/FormFields";
import { FormSection } from "../../ui/FormSection";
import type { IssuerForm } from "./issuerShape";
import { ALGORITHMS } from "./words";

const PARTIES = [
  { value: "registered", label: "Must be a client too" },
  { value: "ignore", label: "Is not looked at" },
];
const TYPES = [
  { value: "id", label: "ID tokens" },
  { value: "access", label: "Access tokens (RFC 9068)" },
];

const NAMES = [
  "algorithms",
  "tokenTypes",
  "clockSkewSeconds",
  "maxTokenAgeSeconds",
  "authorizedParty",
];

/** What most never change. */
export function AdvancedFields({ form }: { form: IssuerForm }) {
  const preset = form.watch("preset");
  return (
    <FormSection form={form} title="Algorithms, clocks and parties" names={NAMES}>
      {(preset === "oidc" || preset === "jwks") && (
        <>
          <ManyField form={form} name="algorithms" label="Algorithms" data={ALGORITHMS} />
          <ManyField form={form} name="tokenTypes" label="Token types" data={TYPES} />
        </>
      )}
      <TextField
        form={form}
        name="clockSkewSeconds"
        label="Clock skew in seconds"
        description="How far its clock may be off; 0 to 60."
      />
      <TextField
        form={form}
        name="maxTokenAgeSeconds"
        label="Age of a token at most, in seconds"
        description="Counted from its iat. Leave empty for no limit but exp."
      />
      <OneField
        form={form}
        name="authorizedParty"
        label="An authorized party that is not the audience"
        data={PARTIES}
      />
    </FormSection>
  );
}
