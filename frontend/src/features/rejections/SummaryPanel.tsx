import { Grid, Paper, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Problem } from "../../ui/Problem";
import { toBars } from "./bars";
import { Facets } from "./Facets";
import { Histogram } from "./Histogram";
import { summaryQuery } from "./rejections.queries";
import type { RejectionSearch } from "./search";

interface Props {
  project: string | undefined;
  search: RejectionSearch;
  onSearch: (search: RejectionSearch) => void;
}

const number = new Intl.NumberFormat();

/** How much was rejected when, and of what there was most. */
export function SummaryPanel({ project, search, onSearch }: Props) {
  const summary = useQuery(summaryQuery(project, search, "reason"));
  if (summary.error && !summary.data) {
    return <Problem error={summary.error} onRetry={summary.refetch} />;
  }
  if (!summary.data || summary.data.rejections === 0) {
    return null;
  }
  const { folded } = summary.data;
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-label="Summary">
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Histogram
            bars={toBars(summary.data, search.reason)}
            onZoom={({ from, to }) => onSearch({ ...search, range: undefined, from, to })}
          />
          <Text size="xs" c="dimmed">
            Counts of this time; of the filters only the reason narrows the bars.
            {folded > 0 && ` ${number.format(folded)} of a flood are counted without a row.`}
          </Text>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Facets project={project} search={search} onSearch={onSearch} />
        </Grid.Col>
      </Grid>
    </Paper>
  );
}
