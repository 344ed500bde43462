import { Button } from "@mantine/core";

/** Keeps only the rejections that have the value beside it. */
export function FilterButton({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      aria-label={`Only rejections of this ${name.toLowerCase()}`}
      onClick={onClick}
    >
      Filter
    </Button>
  );
}
