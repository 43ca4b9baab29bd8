// The map: production units by country and what they do, supplies across borders, and each country's units.
import { useMemo, useRef, useState } from "preact/hooks";
import { DrawingActions } from "../../parts/DrawingActions";
import { Numbering, SourceList } from "../../parts/SourceList";
import { type Column, Table } from "../../parts/Table";
import { model } from "../../state/data";
import { settle } from "../../state/route";
import { language } from "../../state/settings";
import type { View, ViewProps } from "../view";
import { Countries } from "./Countries";
import { Country } from "./Country";
import { byCountry, chosenUnits, type Flow, flows } from "./counting";
import { Drawing } from "./Drawing";
import { Filters } from "./Filters";
import "./map.css";
import { settings } from "./settings";
import { w } from "./words";

const MOST_ROUTES = 40;

function WorldMap({ query }: ViewProps) {
  const known = model();
  const { filter, country } = useMemo(() => settings(query), [query]);
  const drawing = useRef<SVGSVGElement>(null);
  const [pointed, setPointed] = useState("");
  const units = useMemo(() => chosenUnits(known, filter), [known, filter]);
  const counts = useMemo(() => byCountry(known, units, filter), [known, units, filter]);
  const routes = useMemo(() => flows(known, units, filter), [known, units, filter]);
  const drawn = country ? routes.filter(({ from, to }) => from === country || to === country) : routes.slice(0, MOST_ROUTES);
  const placed = counts.filter(({ code }) => code);
  const away = units.length - placed.reduce((sum, each) => sum + each.units.length, 0);
  const numbering = new Numbering(documents(country ? placed.find(({ code }) => code === country)?.units ?? [] : units, drawn));
  const choose = (code: string) => settle({ country: code === country ? "" : code });
  return (
    <article class="map">
      <h1>{w("title")}</h1>
      <p>{w("lead")}</p>
      <Filters filter={filter} />
      <p role="status" class="muted">
        {units.length ? w("allShown", { units: units.length - away, countries: placed.length }) : w("nothing")} {away > 0 && w("nowhere", { count: away })}
      </p>
      <div class="map-beside">
        <Drawing drawing={drawing} counts={placed} routes={drawn} units={units} country={country} pointed={pointed} onPoint={setPointed} onChoose={choose} />
        <Countries counts={placed} country={country} pointed={pointed} onPoint={setPointed} onChoose={choose} />
      </div>
      <p class="muted small">{w("outlines")} {drawn.length < routes.length && !country && w("widest", { count: drawn.length })}</p>
      <DrawingActions drawing={drawing} name={`monazite-map${country && `-${country}`}`} />
      {country ? (
        <Country code={country} units={placed.find(({ code }) => code === country)?.units ?? []} routes={drawn} numbering={numbering} />
      ) : (
        <Routes routes={routes} />
      )}
      <SourceList documents={numbering.documents} />
    </article>
  );
}

function Routes({ routes }: { routes: readonly Flow[] }) {
  const land = (code: string) => model().country(code, language.value);
  const columns: Column<Flow>[] = [
    { title: w("from"), value: ({ from }) => land(from) },
    { title: w("to"), value: ({ to }) => land(to) },
    { title: w("pairs"), value: ({ pairs }) => pairs, numeric: true },
    { title: w("links"), value: ({ links }) => links.length, numeric: true },
  ];
  if (!routes.length) return null;
  return (
    <section>
      <h2>{w("routes")} <span class="muted">{routes.length}</span></h2>
      <Table headed caption={w("routes")} columns={columns} rows={routes} file="monazite-supplies-between-countries" most={15} />
    </section>
  );
}

/** The documents behind units and routes: of their state, and of each link that somebody states. */
function documents(units: readonly number[], routes: readonly Flow[]): number[] {
  const { entities, links } = model().index;
  return [
    ...units.flatMap((number) => [
      ...(entities[number]!.unit!.sources ?? []),
      ...Object.values(entities[number]!.unit!.capacities ?? {}).flatMap((capacity) => capacity.sources),
    ]),
    ...routes.flatMap((route) => route.links.flatMap((place) => links[place]!.sources ?? [])),
  ];
}

export const map: View = { name: "map", title: ["Map", "地图"], listed: true, component: WorldMap };
