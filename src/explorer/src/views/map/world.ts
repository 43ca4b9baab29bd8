// The outlines of the countries (Natural Earth, 1:110 million, in the page itself), on paper.
import { geoArea, geoCentroid, geoNaturalEarth1, geoPath } from "d3-geo";
import type { Feature, Geometry, Position } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import atlas from "world-atlas/countries-110m.json?raw";
import { alpha2 } from "./codes";

interface Land {
  /** Alpha-2, "" where there is none. */
  code: string;
  shape: Feature<Geometry>;
}

// Too small for the outlines.
const SMALL: Record<string, [number, number]> = {
  BH: [50.5, 26], HK: [114.2, 22.3], LI: [9.5, 47.1], MC: [7.4, 43.7], MO: [113.5, 22.2], MT: [14.4, 35.9], MU: [57.6, -20.3],
  SC: [55.5, -4.7], SG: [103.8, 1.35], CV: [-23.6, 15.1], KM: [43.3, -11.7], MV: [73.5, 4.2], TO: [-175.2, -21.2], NR: [166.9, -0.5],
};

let known: Land[] | undefined;

function lands(): Land[] {
  if (known) return known;
  const topology = JSON.parse(atlas) as Topology<{ countries: GeometryCollection<{ name: string }> }>;
  const { features } = feature(topology, topology.objects.countries);
  known = features.map((shape) => ({ code: alpha2(shape.id), shape })).filter(({ code }) => code !== "AQ");
  return known;
}

export interface Paper {
  /** The outline of each land, as an SVG path. */
  outlines: { code: string; path: string }[];
  /** Where a country's symbol stands. */
  spots: Map<string, [x: number, y: number]>;
  place: (longitude: number, latitude: number) => [x: number, y: number] | undefined;
}

export function paper(width: number, height: number): Paper {
  const features = lands().map((land) => land.shape);
  const projection = geoNaturalEarth1().rotate([-11, 0]).fitExtent([[2, 2], [width - 2, height - 2]], { type: "FeatureCollection", features });
  const draw = geoPath(projection).digits(1);
  const place = (longitude: number, latitude: number) => projection([longitude, latitude]) ?? undefined;
  const spots = new Map<string, [number, number]>();
  for (const [code, [longitude, latitude]] of [...lands().map(({ code, shape }) => [code, centre(shape)] as const), ...Object.entries(SMALL)]) {
    const spot = place(longitude, latitude);
    if (code && spot) spots.set(code, spot);
  }
  return { outlines: lands().map(({ code, shape }) => ({ code, path: draw(shape) ?? "" })), spots, place };
}

/** The centre of its largest part: that of France does not lie between it and Guiana. */
function centre({ geometry }: Feature<Geometry>): [number, number] {
  if (geometry.type !== "MultiPolygon") return geoCentroid(geometry);
  const parts = geometry.coordinates.map((coordinates: Position[][]) => ({ type: "Polygon" as const, coordinates }));
  return geoCentroid(parts.reduce((one, other) => (geoArea(other) > geoArea(one) ? other : one)));
}
