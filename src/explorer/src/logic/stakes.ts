// Who holds what of whom, as each source says: read from the statements, the newest first; what has ended or was called off is left out.
import type { Model } from "../data/model";
import { behind } from "../data/sources";
import { MZ, RDF, type Statement, type StatementStore } from "../data/statements";
import type { Bounds } from "../data/types";
import { localName } from "../data/ids";

/** What one source says of a share, in percent; undefined where it gives no figure. */
export interface Told {
  share?: Bounds;
  dated: string;
  /** The agreement's status, where a deal is not known to be done. */
  status: string;
  sources: number[];
}

export interface Holding {
  /** IRIs. */
  holder: string;
  held: string;
  /** Of a unit without stakes: named as its owner or operator. */
  how: "stake" | "owner" | "operator";
  /** The newest first. */
  told: Told[];
}

export interface Node {
  iri: string;
  /** What joins it to the node above it; undefined for the root. */
  holding?: Holding;
  children: Node[];
  /** It stands elsewhere on the way to the root: holdings go around. */
  again: boolean;
}

export type Way = "owners" | "owned";

const DEEPEST = 5;

/** The tree of owners of a thing, or of what it owns. */
export function tree(iri: string, way: Way, store: StatementStore, model: Model): Node {
  const grow = (node: Node, above: readonly string[]): Node => {
    if (above.includes(node.iri)) return { ...node, again: true };
    if (above.length >= DEEPEST) return node;
    const joined = way === "owners" ? owners(node.iri, store, model) : owned(node.iri, store, model);
    const children = joined.map((holding) =>
      grow({ iri: way === "owners" ? holding.holder : holding.held, holding, children: [], again: false }, [...above, node.iri]),
    );
    return { ...node, children };
  };
  return grow({ iri, children: [], again: false }, []);
}

export function owners(iri: string, store: StatementStore, model: Model): Holding[] {
  const stakes = holdings(store.naming(iri).filter((each) => each.predicate === `${MZ}held`), store, model);
  if (stakes.length) return stakes;
  const about = store.about(iri);
  for (const how of ["owner", "operator"] as const) {
    const named = about.filter((each) => each.predicate === MZ + how && each.object.kind === "iri");
    if (named.length) return merged(named.map((each) => plain(each.object.value, iri, how, each, store, model)));
  }
  return [];
}

export function owned(iri: string, store: StatementStore, model: Model): Holding[] {
  const naming = store.naming(iri);
  const stakes = holdings(naming.filter((each) => each.predicate === `${MZ}holder`), store, model);
  const known = new Set(stakes.map((each) => each.held));
  const named = (["owner", "operator"] as const).flatMap((how) =>
    naming
      .filter((each) => each.predicate === MZ + how && !known.has(each.subject) && isUnit(each.subject, model))
      .map((each) => plain(iri, each.subject, how, each, store, model)),
  );
  const units = merged(named).filter(
    (each) => each.how === "owner" || !named.some((other) => other.how === "owner" && other.held === each.held),
  );
  // Only where no stake tells otherwise of the unit.
  return [...stakes, ...units.filter((each) => owners(each.held, store, model).some((other) => other.holder === iri))];
}

function isUnit(iri: string, model: Model): boolean {
  const number = model.number(iri);
  return number !== undefined && model.entity(number).unit !== undefined;
}

function plain(holder: string, held: string, how: Holding["how"], from: Statement, store: StatementStore, model: Model): Holding {
  return { holder, held, how, told: [{ dated: "", status: "", sources: behind(from, store, model) }] };
}

function holdings(statements: Statement[], store: StatementStore, model: Model): Holding[] {
  const found: Holding[] = [];
  for (const statement of unique(statements)) {
    const value = (name: string) => store.objects(statement.subject, MZ + name)[0]?.value ?? "";
    const stake = store.objects(statement.subject, `${RDF}type`).some((each) => each.value === `${MZ}EquityStake`);
    const [holder, held] = [value("holder"), value("held")];
    const status = localName(value("agreementStatus"));
    if (!stake || !holder || !held || status === "terminated" || isOver(value("validUntil"), model.index.asOf)) continue;
    const share = value("share") ? figure(value("share"), store) : undefined;
    found.push({
      holder,
      held,
      how: "stake",
      told: [{
        ...(share ? { share } : {}),
        dated: value("asOf") || value("validFrom") || value("announcedOn"),
        status: ["completed", "binding"].includes(status) ? "" : status,
        sources: behind(statement, store, model),
      }],
    });
  }
  return merged(found);
}

/** Whether an end is past, by the rule of monazite.analysis.ownership.stakes: a year lasts until its last day. */
function isOver(until: string, day: string): boolean {
  return until !== "" && until < day.slice(0, until.length);
}

function unique(statements: Statement[]): Statement[] {
  return [...new Map(statements.map((each) => [each.subject, each])).values()];
}

function figure(iri: string, store: StatementStore): Bounds | undefined {
  const value = (...names: string[]) => names.map((name) => store.objects(iri, MZ + name)[0]?.value).find((told) => told !== undefined);
  const exact = value("value");
  if (exact !== undefined) return [Number(exact), Number(exact)];
  const [low, high] = [value("minimum", "exclusiveMinimum"), value("maximum", "exclusiveMaximum")];
  return low === undefined && high === undefined ? undefined : [Number(low ?? 0), Number(high ?? 100)];
}

/** One holding a pair, what sources say the newest first; the largest share on top. */
function merged(found: Holding[]): Holding[] {
  const pairs = new Map<string, Holding>();
  for (const each of found) {
    const key = `${each.holder} ${each.held} ${each.how}`;
    const known = pairs.get(key);
    if (known) known.told.push(...each.told);
    else pairs.set(key, { ...each, told: [...each.told] });
  }
  for (const { told } of pairs.values()) {
    told.sort((one, other) => Number(Boolean(other.share)) - Number(Boolean(one.share)) || other.dated.localeCompare(one.dated));
  }
  return [...pairs.values()].sort((one, other) => (other.told[0]?.share?.[0] ?? -1) - (one.told[0]?.share?.[0] ?? -1));
}
