import { TagsInput, Text, TextInput } from "@mantine/core";
import { Controller, type UseFormReturn } from "react-hook-form";
import { type ClientFields, localOrigins, tidyOrigin } from "./clientFields";

interface Props {
  form: UseFormReturn<ClientFields, unknown, ClientFields>;
}

/** The fields of the application type that is chosen. */
export function RestrictionFields({ form }: Props) {
  switch (form.watch("applicationType")) {
    case "web":
      return <Origins form={form} />;
    case "android":
      return (
        <>
          <TextInput
            label="Package name"
            placeholder="com.example.shop"
            error={form.formState.errors.restrictions?.packageName?.message}
            {...form.register("restrictions.packageName")}
          />
          <TextInput
            label="SHA-1 of the signing certificate"
            error={form.formState.errors.restrictions?.certificateFingerprint?.message}
            {...form.register("restrictions.certificateFingerprint")}
          />
        </>
      );
    case "ios":
      return (
        <TextInput
          label="Bundle ID"
          placeholder="com.example.Shop"
          error={form.formState.errors.restrictions?.bundleId?.message}
          {...form.register("restrictions.bundleId")}
        />
      );
    case "desktop":
    case "tv":
    case "service":
      return null;
  }
}

function Origins({ form }: Props) {
  return (
    <Controller
      control={form.control}
      name="restrictions.origins"
      render={({ field: { value, onChange, onBlur } }) => (
        <>
          <TagsInput
            label="Authorised JavaScript origins"
            description="Scheme, host and port, such as https://shop.example.com. Enter adds one."
            value={value}
            onChange={(origins) => onChange(origins.map(tidyOrigin))}
            onBlur={onBlur}
            error={form.formState.errors.restrictions?.origins?.message}
          />
          {localOrigins(value).length > 0 && (
            <Text size="sm" c="dimmed">
              {localOrigins(value).join(", ")}: plain http is for development only.
            </Text>
          )}
        </>
      )}
    />
  );
}
