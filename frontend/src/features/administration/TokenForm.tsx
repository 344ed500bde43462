import { zodResolver } from "@hookform/resolvers/zod";
import { Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Controller, useForm } from "react-hook-form";
import { z } from "zod";
import type { NewApiToken } from "../../api/client";
import { whoAmIQuery } from "../../api/whoami";
import { ApiCall } from "../../ui/ApiCall";
import { ItemForm } from "../../ui/ItemForm";
import { type TokenRequest, useCreateToken } from "./administration.queries";
import { RightsInputs } from "./RightsInputs";
import { NAME_A_PROJECT, namesAProject, type RightsFields, rightsFields, toRights } from "./rights";

interface TokenFields extends RightsFields {
  name: string;
  days: string;
}

const DAY_MILLIS = 86_400_000;
const LIVES = [
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "180", label: "180 days" },
  { value: "366", label: "366 days, the longest" },
];

const tokenFields: z.ZodType<TokenFields, TokenFields> = z
  .object({
    ...rightsFields,
    name: z.string().trim().min(1, "Say what it is for").max(100, "At most 100 characters"),
    days: z.string(),
  })
  .refine(namesAProject, { message: NAME_A_PROJECT, path: ["projects"] });

function toRequest(fields: TokenFields, now = Date.now()): TokenRequest {
  const expiresAt = new Date(now + Number(fields.days) * DAY_MILLIS);
  return { name: fields.name, ...toRights(fields), expiresAt: expiresAt.toISOString() };
}

export function TokenForm({ onCreated }: { onCreated: (token: NewApiToken) => void }) {
  const create = useCreateToken();
  const { data: who } = useQuery(whoAmIQuery);
  const form = useForm<TokenFields, unknown, TokenFields>({
    resolver: zodResolver(tokenFields),
    defaultValues: {
      name: "",
      days: "90",
      role: "viewer",
      reach: who?.projects ? "some" : "all",
      projects: [],
    },
  });
  const fields = form.watch();

  const submit = (valid: TokenFields) =>
    create
      .mutateAsync(toRequest(valid))
      .then(onCreated)
      .catch(() => undefined); // the form shows it

  return (
    <ItemForm
      form={form}
      action="Create API token"
      needs={{ permission: "api-tokens.write", over: "own" }}
      error={create.error}
      onSubmit={submit}
    >
      <TextInput
        label="Name"
        description="What it is for; the history names it."
        placeholder="Deployment of the shop"
        required
        data-autofocus
        error={form.formState.errors.name?.message}
        {...form.register("name")}
      />
      <RightsInputs
        control={form.control}
        reach={fields.reach}
        problem={form.formState.errors.projects?.message}
      />
      <Controller
        control={form.control}
        name="days"
        render={({ field }) => (
          <Select
            label="Lives for"
            allowDeselect={false}
            data={LIVES}
            value={field.value}
            onChange={(days) => field.onChange(days ?? "90")}
          />
        )}
      />
      <ApiCall
        call={{
          method: "POST",
          path: "/api-tokens",
          body: { name: fields.name || "NAME", ...toRights(fields) },
        }}
      />
    </ItemForm>
  );
}
