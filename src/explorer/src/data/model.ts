// The index with the ways into it that every view needs: by id, by node, by stage.
import { expand } from "./ids";
import type { Entity, Index, Link, Names, SourceDocument, Stage } from "./types";

export type Language = "en" | "zh";

export class Model {
  /** Links by the number of the entity that they come from, and go to. */
  readonly out: Link[][];
  readonly in: Link[][];
  /** The units that an entity operates, by its number. */
  readonly operated: number[][];
  private readonly entityNumbers = new Map<string, number>();
  private readonly documentNumbers = new Map<string, number>();
  private readonly stagesByName: Map<string, Stage>;
  /** By label in either language; a name that several have leads to none of them. */
  private labels: Map<string, number | undefined> | undefined;

  constructor(readonly index: Index) {
    const lists = <Item>(): Item[][] => index.entities.map(() => []);
    this.out = lists();
    this.in = lists();
    this.operated = lists();
    index.entities.forEach((entity, number) => {
      this.entityNumbers.set(expand(entity.id, index.prefixes), number);
      for (const operator of entity.unit?.operators ?? []) this.operated[operator]!.push(number);
    });
    index.documents.forEach((each, number) => this.documentNumbers.set(expand(each.id, index.prefixes), number));
    for (const link of index.links) {
      this.out[link.from]!.push(link);
      this.in[link.to]!.push(link);
    }
    this.stagesByName = new Map(index.stages.map((stage) => [stage.name, stage]));
  }

  entity(number: number): Entity {
    return this.index.entities[number]!;
  }

  iri(number: number): string {
    return expand(this.entity(number).id, this.index.prefixes);
  }

  /** The number of the entity with an id or IRI. */
  number(id: string): number | undefined {
    return this.entityNumbers.get(expand(id, this.index.prefixes));
  }

  /** The number of the one entity that is called so, in English or Chinese: answers give names, not only IRIs. */
  called(label: string): number | undefined {
    this.labels ??= this.readLabels();
    return this.labels.get(label);
  }

  private readLabels(): Map<string, number | undefined> {
    const found = new Map<string, number | undefined>();
    this.index.entities.forEach(({ label }, number) => {
      for (const name of new Set([label.en, label.zh])) if (name) found.set(name, found.has(name) ? undefined : number);
    });
    return found;
  }

  document(number: number): SourceDocument {
    return this.index.documents[number]!;
  }

  /** The number of the document with an id or IRI. */
  documentNumber(id: string): number | undefined {
    return this.documentNumbers.get(expand(id, this.index.prefixes));
  }

  stage(name: string): Stage | undefined {
    return this.stagesByName.get(name);
  }

  stageLabel(name: string, language: Language): string {
    const stage = this.stage(name);
    return stage ? say(this.entity(stage.entity).label, language) : name;
  }

  label(number: number, language: Language): string {
    return say(this.entity(number).label, language);
  }

  /** The label of a class or property of the ontology, by local name. */
  kind(name: string, language: Language): string {
    const names = this.index.kinds[name];
    return names ? say(names, language) : name;
  }

  /** The label of a concept: `lifecycle-status`, `operating`. */
  concept(scheme: string, name: string, language: Language): string {
    const names = this.index.concepts[`${scheme}/${name}`];
    return names ? say(names, language) : name;
  }

  country(code: string, language: Language): string {
    const country = this.index.countries[code];
    return country ? say(country.label, language) : code;
  }

  /** The rank of the first stage of a node of the chain; 99 for who runs no unit. */
  rank(number: number): number {
    const first = this.entity(number).unit?.stages?.[0];
    return (first && this.stage(first)?.rank) || 99;
  }

  /** The nodes of the chain that stand for an entity: itself, and the units that it operates. */
  nodes(number: number): number[] {
    const own = this.out[number]!.length || this.in[number]!.length || this.entity(number).unit ? [number] : [];
    return [...new Set([...own, ...this.operated[number]!])];
  }
}

/** A name in a language, else in the other. */
export function say(names: Names, language: Language): string {
  return names[language] ?? names.en ?? names.zh ?? "";
}
