import { Collapse, Group, Stack, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import ChevronRight from "lucide-react/icons/chevron-right";
import { ManyField, OneField, TextField } from "../../ui/FormFields";
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

/** What most never change. */
export function AdvancedFields({ form }: { form: IssuerForm }) {
  const [isOpen, { toggle }] = useDisclosure(false);
  const preset = form.watch("preset");
  return (
    <Stack gap="xs">
      <UnstyledButton onClick={toggle} aria-expanded={isOpen} fz="sm" c="dimmed">
        <Group gap={4}>
          <ChevronRight size={14} aria-hidden transform={isOpen ? "rotate(90)" : undefined} />
          Algorithms, clocks and parties
        </Group>
      </UnstyledButton>
      <Collapse expanded={isOpen}>
        <Stack>
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
        </Stack>
      </Collapse>
    </Stack>
  );
}
