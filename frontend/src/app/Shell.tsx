import { AppShell, Burger, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { AccountMenu } from "./AccountMenu";
import { Brand } from "./Brand";
import { ColorSchemeMenu } from "./ColorSchemeMenu";
import { DroppedNotice } from "./DroppedNotice";
import { MayRead } from "./MayRead";
import { Navigation } from "./Navigation";
import { OutOfReach } from "./OutOfReach";
import { Palette } from "./Palette";
import { ProjectSwitcher } from "./ProjectSwitcher";
import { Shortcuts } from "./Shortcuts";

export function Shell() {
  const [isOpen, { toggle, close }] = useDisclosure();
  const [hasSheet, sheet] = useDisclosure();
  const path = useRouterState({ select: (state) => state.location.publicHref.split(/[?#]/)[0] });
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: "sm", collapsed: { mobile: !isOpen } }}
      padding="lg"
    >
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" flex={1} miw={0}>
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={isOpen ? "Close navigation" : "Open navigation"}
            />
            <Brand isShort />
            <ProjectSwitcher />
          </Group>
          <Group gap={4} wrap="nowrap">
            <Palette />
            <ColorSchemeMenu />
            <AccountMenu onShortcuts={sheet.open} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label="Console" style={{ overflowY: "auto" }}>
        <Navigation onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <OutOfReach />
        <DroppedNotice path={path ?? ""} />
        <MayRead>
          <Outlet />
        </MayRead>
      </AppShell.Main>
      <Shortcuts isOpen={hasSheet} onOpen={sheet.open} onClose={sheet.close} />
    </AppShell>
  );
}
