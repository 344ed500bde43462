import {
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  type MantineColorsTuple,
  Menu,
  Modal,
  NavLink,
  Select,
} from "@mantine/core";

const steel: MantineColorsTuple = [
  "#eef4fa",
  "#dce7f2",
  "#b6cde4",
  "#8db1d6",
  "#6a9aca",
  "#538bc3",
  "#4683c0",
  "#2f6fab",
  "#2a5f93",
  "#1d4c78",
];

const TITLE = { title: { fontWeight: 600 } };

/** Calm and dense; every text reaches the contrast of WCAG 2.2 AA in both schemes. */
export const theme = createTheme({
  primaryColor: "steel",
  colors: { steel },
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  respectReducedMotion: true,
  defaultRadius: "md",
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "Liberation Mono", monospace',
  headings: {
    fontWeight: "600",
    sizes: { h1: { fontSize: "1.5rem" }, h2: { fontSize: "1.15rem" } },
  },
  components: {
    Modal: Modal.extend({ styles: TITLE }),
    Drawer: Drawer.extend({ styles: TITLE }),
    NavLink: NavLink.extend({
      styles: { root: { borderRadius: "var(--mantine-radius-sm)", paddingBlock: 6 } },
    }),
    // Without it the open menu has a child that is no menu item.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false, shadow: "md" } }),
    // The list itself scrolls, so that the keyboard reaches what is scrolled.
    Select: Select.extend({
      defaultProps: {
        withScrollArea: false,
        styles: { options: { maxHeight: 260, overflowY: "auto" } },
      },
    }),
  },
});

/** Mantine's own colours for these fall short of the contrast asked for. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#57606a",
    "--mantine-color-placeholder": "#646d76",
    "--mantine-color-teal-light-color": "#0a5c46",
    "--mantine-color-red-light-color": "#a51111",
    "--mantine-color-gray-light-color": "#454d55",
    "--mantine-color-yellow-light-color": "#6b4700",
    "--mantine-color-steel-light-color": "#1d4c78",
    "--mantine-color-error": "#b91c1c",
  },
  dark: {
    "--mantine-color-red-light": "#3d2224",
    "--mantine-color-dimmed": "#a6adb4",
    "--mantine-color-placeholder": "#9aa1a8",
    "--mantine-color-anchor": "#8db1d6",
    "--mantine-color-teal-light-color": "#7be0c0",
    "--mantine-color-red-light-color": "#ffb3b3",
    "--mantine-color-gray-light-color": "#ced4da",
    "--mantine-color-yellow-light-color": "#ffe08a",
    "--mantine-color-steel-light-color": "#b6cde4",
    "--mantine-color-error": "#ff9c9c",
  },
});
