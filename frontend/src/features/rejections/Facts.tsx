import { Table } from "@mantine/core";
import type { ReactNode } from "react";
import type { Rejection } from "../../api/client";
import { absoluteTime } from "../../ui/time";
import { UntrustedText } from "../../ui/UntrustedText";
import { FilterButton } from "./FilterButton";
import type { RejectionSearch } from "./search";

interface Props {
  rejection: Rejection;
  onFilter: (filter: Partial<RejectionSearch>) => void;
}

interface Fact {
  name: string;
  value: ReactNode;
  filter?: Partial<RejectionSearch>;
}

/** The request as it came, all of it chosen by the caller but time, route and address. */
export function Facts({ rejection, onFilter }: Props) {
  const { route, sourceAddress, userAgent, project } = rejection;
  const facts: Fact[] = [
    { name: "Time", value: absoluteTime(rejection.time) },
    {
      name: "Request",
      value: <UntrustedText text={`${rejection.method} ${rejection.host}${rejection.path}`} />,
    },
    {
      name: "Route",
      value: route ? `${route} of ${project}` : "none",
      ...(route ? { filter: { route } } : {}),
    },
    { name: "Address", value: sourceAddress, filter: { address: sourceAddress } },
    ...(userAgent ? [{ name: "User agent", value: <UntrustedText text={userAgent} /> }] : []),
  ];
  return (
    <Table aria-label="Request">
      <Table.Tbody>
        {facts.map(({ name, value, filter }) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" w={110}>
              {name}
            </Table.Th>
            <Table.Td>{value}</Table.Td>
            <Table.Td w={80}>
              {filter && <FilterButton name={name} onClick={() => onFilter(filter)} />}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
