import { expect, test } from "vitest";
import type { Entity } from "../data/types";
import { plain, search, searchIndex } from "./search";

const ENTITIES: Entity[] = [
  { id: "id:org/northern", kind: "Company", label: { en: "China Northern Rare Earth", zh: "北方稀土" }, codes: ["600111"], latin: ["bei fang xi tu"], documents: 40 },
  { id: "id:org/northern-minerals", kind: "Company", label: { en: "Northern Minerals" }, codes: ["NTU"], documents: 8 },
  { id: "id:org/northern-news", kind: "Publisher", label: { en: "Northern News" }, documents: 1 },
  { id: "id:org/strem", kind: "Company", label: { en: "Strém Società" }, names: ["Less Common Metals"] },
  { id: "id:agreement/x", kind: "OfftakeAgreement", label: { en: "Offtake: Northern Minerals to Iluka" } },
];
const INDEX = searchIndex(ENTITIES);
const first = (text: string) => search(INDEX, text)[0]?.entity;

test.each([
  ["china northern", 0],
  ["北方", 0],
  ["稀土", 0],
  ["beifang", 0],
  ["bei fang xi", 0],
  ["beifang xitu", 0],
  ["bfxt", 0],
  ["600111", 0],
  ["ntu", 1],
  ["northern", 1],
  ["minerals northern", 1],
  ["northern news", 2],
  ["strem societa", 3],
  ["less common", 3],
  ["Ｎｏｒｔｈｅｒｎ Ｍｉｎ", 1],
])("%s finds it first", (text, entity) => expect(first(text)).toBe(entity));

test("an agreement comes after its parties", () => {
  const found = search(INDEX, "northern").map((each) => each.entity);
  expect(found.indexOf(4)).toBeGreaterThan(found.indexOf(1));
});

test("the name that fits is told where it is not the label", () => {
  expect(search(INDEX, "less common")[0]?.name).toBe("Less Common Metals");
  expect(search(INDEX, "Northern Minerals")[0]?.name).toBeUndefined();
});

test.each(["", "   ", "!?", "zzzz"])("%j finds nothing", (text) => expect(search(INDEX, text)).toEqual([]));

test("an index is made once", () => expect(searchIndex(ENTITIES)).toBe(INDEX));

test("hostile texts are only compared", () => {
  expect(plain("<script>alert(1)</script>")).toBe("script alert 1 script");
  expect(search(INDEX, "(".repeat(5000))).toEqual([]);
});
