import { expect, test } from "vitest";
import { csv, licensed } from "./csv";

test("commas, quotes and formulas are text", () => {
  expect(csv([["a", 'say "b"'], [1, "=c,d"]])).toBe('a,"say ""b"""\r\n1,"\'=c,d"\r\n');
});

test("each row says how it may be used, and the first one names the column", () => {
  expect(licensed<string | number>([["name", "t"], ["a", 1], ["b", 2]], "licence", "CC BY 4.0")).toEqual([
    ["name", "t", "licence"],
    ["a", 1, "CC BY 4.0"],
    ["b", 2, "CC BY 4.0"],
  ]);
});
