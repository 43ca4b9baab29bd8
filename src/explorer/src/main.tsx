// Starts the explorer: reads the index, then shows the view that the address names.
import { render } from "preact";
import { carries, embedded } from "./data/embedded";
import { served } from "./data/served";
import { App } from "./shell/App";
import { open } from "./state/data";
import { listen } from "./state/route";
import { watchSettings } from "./state/settings";
import { t } from "./strings";
import "./style.css";

const root = document.getElementById("app")!;

watchSettings();
listen();
open(carries(document) ? embedded(document) : served(document.baseURI)).then(
  () => {
    render(<App />, root);
    performance.mark("monazite-shown");
  },
  (error: unknown) => {
    root.textContent = t("failed", { problem: String(error) });
  },
);
