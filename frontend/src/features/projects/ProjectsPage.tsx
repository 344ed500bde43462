import { Anchor, Button, Group, Modal, Table, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";
import type { Project } from "../../api/client";
import { EmptyState } from "../../ui/EmptyState";
import { LoadMore } from "../../ui/LoadMore";
import { Moment } from "../../ui/Moment";
import { Needs } from "../../ui/Needs";
import { newKey } from "../../ui/newKey";
import { PageHeader } from "../../ui/PageHeader";
import { QueryStates } from "../../ui/QueryStates";
import { ReceiptNotice } from "../../ui/ReceiptNotice";
import type { Act } from "../../ui/receipts";
import { ProjectForm } from "./ProjectForm";
import { projectsQuery } from "./projects.queries";

interface Props {
  isCreating: boolean;
  onCreating: (isCreating: boolean) => void;
}

export function ProjectsPage({ isCreating, onCreating }: Props) {
  const projects = useInfiniteQuery(projectsQuery);
  const [act, setAct] = useState<Act>();
  const create = (
    <Needs permission="projects.write" over="all">
      <Button
        {...newKey}
        leftSection={<Plus size={16} aria-hidden />}
        onClick={() => onCreating(true)}
      >
        Create project
      </Button>
    </Needs>
  );
  return (
    <>
      <PageHeader title="Projects" actions={projects.data?.length ? create : undefined}>
        A project is a set of issuers, clients, grants, backends and routes that are judged
        together.
      </PageHeader>
      {act && <ReceiptNotice act={act} onClose={() => setAct(undefined)} />}
      <QueryStates
        query={projects}
        label="projects"
        empty={
          <EmptyState
            title="No project yet"
            action={
              <Group>
                {create}
                <Button variant="default" renderRoot={(props) => <Link to="/setup" {...props} />}>
                  Set up step by step
                </Button>
              </Group>
            }
          >
            Every request is rejected until a project has a route for it.
          </EmptyState>
        }
      >
        {(rows) => <ProjectTable rows={rows} />}
      </QueryStates>
      <LoadMore query={projects} />
      <Modal
        opened={isCreating}
        onClose={() => onCreating(false)}
        title="Create project"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <ProjectForm
          onCreated={(created) => {
            setAct(created);
            onCreating(false);
          }}
        />
      </Modal>
    </>
  );
}

function ProjectTable({ rows }: { rows: Project[] }) {
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table aria-label="Projects" highlightOnHover verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>ID</Table.Th>
            <Table.Th>Last change</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((project) => (
            <ProjectRow key={project.id} project={project} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function ProjectRow({ project }: { project: Project }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor
          fw={600}
          size="sm"
          renderRoot={(props) => (
            <Link to="/p/$project/overview" params={{ project: project.id ?? "" }} {...props} />
          )}
        >
          {project.displayName}
        </Anchor>
      </Table.Td>
      <Table.Td ff="monospace">{project.id}</Table.Td>
      <Table.Td>
        <Group gap="xs">
          {project.updatedAt && <Moment at={project.updatedAt} />}
          <Text size="sm" c="dimmed">
            revision {project.revision}
          </Text>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
