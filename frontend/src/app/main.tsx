import "@mantine/core/styles.css";
import "@mantine/spotlight/styles.css";
import "./base.css";
import { setNonce } from "get-nonce";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { createQueryClient } from "./queryClient";
import { createConsoleRouter } from "./router";

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
setNonce(nonce); // for the styles that lock scrolling behind a dialog

const queryClient = createQueryClient();
const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <App nonce={nonce} queryClient={queryClient} router={createConsoleRouter(queryClient)} />,
  );
}
