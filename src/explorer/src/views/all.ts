// The views, in the order of the navigation. A new one is one import and one line here.
import { about } from "./about/About";
import { capacity } from "./capacity/Capacity";
import { chain } from "./chain/Chain";
import { entity } from "./entity/Entity";
import { home } from "./home/Home";
import { map } from "./map/Map";
import { networkView } from "./network/Network";
import { ownership } from "./ownership/Ownership";
import { scenario } from "./scenario/Scenario";
import { sparql } from "./sparql/Sparql";
import { tables } from "./tables/Tables";
import type { View } from "./view";

export const VIEWS: readonly View[] = [home, entity, chain, map, capacity, networkView, ownership, tables, scenario, sparql, about];
