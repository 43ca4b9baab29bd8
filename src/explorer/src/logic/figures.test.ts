import { expect, test } from "vitest";
import { bounds, number, share, stated } from "./figures";

test.each([[12345.6, "12,346"], [0.256789, "0.257"], [7, "7"], [12.5, "12.5"], [99.96, "100"], [0, "0"], [-0.61, "-0.61"]])(
  "%d as Python writes it", (value, text) => expect(number(value)).toBe(text),
);

test("what a source states keeps its digits", () => {
  expect([66.9, 95.22, 76.835, 8262.25].map((value) => stated(value))).toEqual(["66.9", "95.22", "76.835", "8,262.25"]);
  expect(bounds([50.1, 100], "en", stated)).toBe("50.1 to 100");
});

test.each<[[number, number | null], string]>([[[36.71, 55.02], "36.71 to 55.02"], [[100, 100], "100"], [[0, 100], "unknown"], [[0, 33.333], "up to 33.33"]])(
  "a share of %j", (figure, text) => expect(share(figure)).toBe(text),
);
