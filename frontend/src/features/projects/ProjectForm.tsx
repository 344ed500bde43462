import { zodResolver } from "@hookform/resolvers/zod";
import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { ApiError } from "../../api/problem";
import { ApiCall } from "../../ui/ApiCall";
import { Problem } from "../../ui/Problem";
import type { Act } from "../../ui/receipts";
import { useCreateProject } from "./projects.queries";

const schema = z.object({
  displayName: z.string().trim().min(1, "Give it a name").max(200, "At most 200 characters"),
  id: z
    .string()
    .regex(
      /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
      "Small letters, digits and hyphens; begins with a letter, at most 63",
    ),
});

export function ProjectForm({ onCreated }: { onCreated: (act: Act) => void }) {
  const create = useCreateProject();
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: { displayName: "", id: "" },
  });
  const { errors } = form.formState;
  const isTaken = create.error instanceof ApiError && create.error.status === 412;
  const draft = form.watch();

  const submit = form.handleSubmit((fields) =>
    create.mutate(fields, {
      onSuccess: (receipt) => onCreated({ verb: "Created", name: fields.displayName, receipt }),
    }),
  );

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          label="Name"
          data-autofocus
          required
          error={errors.displayName?.message}
          {...form.register("displayName")}
        />
        <TextInput
          label="ID"
          description="Names the project in URLs and in the API. It cannot be changed later."
          required
          error={errors.id?.message ?? (isTaken ? "A project with this ID exists already" : null)}
          {...form.register("id", { onChange: () => create.reset() })}
        />
        {create.error && !isTaken && <Problem error={create.error} />}
        <ApiCall
          call={{
            method: "PUT",
            path: `/projects/${draft.id || "PROJECT"}`,
            headers: { "If-None-Match": "*" },
            body: { displayName: draft.displayName },
          }}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={create.isPending}>
            Create
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
