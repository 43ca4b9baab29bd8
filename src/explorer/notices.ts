// The licences of what is built into the page: the packages of package-lock.json that are no tools of the build.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Locked {
  version: string;
  license?: string;
  dev?: boolean;
  optional?: boolean;
}

const FILES = /^(licen[cs]e|notice|copying)/i;

/** The text of the notices: name, version and licence of each package, with the texts that it brings. */
export function notices(folder: string): string {
  const lock = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8")) as { packages: Record<string, Locked> };
  const packages = Object.entries(lock.packages).filter(([path, { dev, optional }]) => path && !dev && !optional);
  const told = packages.map(([path, { version }]) => {
    const home = join(folder, path);
    const about = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as Record<string, unknown>;
    const author = typeof about.author === "string" ? about.author : (about.author as { name?: string } | undefined)?.name;
    const texts = readdirSync(home).filter((name) => FILES.test(name)).sort().map((name) => readFileSync(join(home, name), "utf8").trim());
    // Where a package brings no text, `licences/` has that of its repository.
    const kept = join(folder, "licences", `${about.name as string}.txt`);
    if (!texts.length && existsSync(kept)) texts.push(readFileSync(kept, "utf8").trim());
    if (!texts.length) throw new Error(`${path} brings no licence text: put that of its repository into ${kept}`);
    const head = `${path.replace(/^.*node_modules\//, "")} ${version}\nLicence: ${String(about.license ?? "see below")}${author ? `\nAuthor: ${author}` : ""}`;
    return [head, ...texts].join("\n\n");
  });
  const intro = "This page is made with the software of others, named here with its licences. The outlines of countries are those of Natural Earth, which are in the public domain.";
  return `${[intro, ...told].join(`\n\n${"-".repeat(72)}\n\n`)}\n`;
}

/** Writes them beside what is built. */
export function noticesFile(folder: string) {
  return {
    name: "notices",
    generateBundle(this: { emitFile: (file: { type: "asset"; fileName: string; source: string }) => void }) {
      this.emitFile({ type: "asset", fileName: "notices.txt", source: notices(folder) });
    },
  };
}
