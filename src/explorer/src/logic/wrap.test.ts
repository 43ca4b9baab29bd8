import { expect, test } from "vitest";
import { wrapped } from "./wrap";

test.each([
  ["Mountain Pass", ["Mountain Pass"]],
  ["Independence (Fort Worth magnet facility)", ["Independence (Fort Worth", "magnet facility)"]],
  ["北方稀土包头磁材生产基地二期工程项目", ["北方稀土包头磁材生产基地", "二期工程项目"]],
  ["x".repeat(10_000), ["x".repeat(24), `${"x".repeat(23)}…`]],
  ["one two three four five six seven eight nine ten eleven", ["one two three four five", "six seven eight nine te…"]],
  ["", []],
])("%.30s", (text, lines) => expect(wrapped(text, 24, 2)).toEqual(lines));
