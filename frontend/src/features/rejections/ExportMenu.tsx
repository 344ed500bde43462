import { Button, Menu, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import Download from "lucide-react/icons/download";
import { download } from "../../api/download";
import { Problem } from "../../ui/Problem";
import { filterOf, type RejectionSearch } from "./search";

interface Props {
  project: string | undefined;
  search: RejectionSearch;
}

const FORMATS = [
  { format: "csv", label: "CSV, for spreadsheets" },
  { format: "ndjson", label: "NDJSON, one object a line" },
];

/** All rows of the filter, not only those that are listed. */
export function ExportMenu({ project, search }: Props) {
  const saving = useMutation({
    mutationFn: (format: string) => {
      const path = project === undefined ? "" : `/projects/${project}`;
      const filter = filterOf(search);
      return download(
        `${path}/rejections/export`,
        { format, ...(filter ? { filter } : {}) },
        `rejections-${project ?? "all"}.${format}`,
      );
    },
  });
  return (
    <Stack gap="xs">
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            loading={saving.isPending}
            leftSection={<Download size={16} aria-hidden />}
          >
            Export
          </Button>
        </Menu.Target>
        <Menu.Dropdown aria-label="Export">
          {FORMATS.map(({ format, label }) => (
            <Menu.Item key={format} onClick={() => saving.mutate(format)}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {saving.error && <Problem error={saving.error} />}
    </Stack>
  );
}
