// The page of questions: the library with its parameters, an editor, and what the engine in this page answers.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Question } from "../../data/types";
import { type Answer } from "../../sparql/answer";
import { bound, ValueError } from "../../sparql/binding";
import { type Answering, Cancelled } from "../../sparql/answering";
import { complaint, withPrefixes } from "../../sparql/text";
import { data, failure, model, useStatements } from "../../state/data";
import { go, href, route } from "../../state/route";
import { t } from "../../strings";
import type { View, ViewProps } from "../view";
import { AnswerView } from "./AnswerView";
import { Editor } from "./Editor";
import { Parameters } from "./Parameters";
import { asking } from "./shown";
import "./sparql.css";
import { w } from "./words";

let begun: Answering | undefined;
const engine = (): Answering => (begun ??= data().engine());

const EXAMPLE = `# Which units make magnets, and where?
SELECT ?unit ?name ?country WHERE {
  ?unit mz:stage <https://w3id.org/monazite/concept/stage/magnet-making> ; skos:prefLabel ?name .
  OPTIONAL { ?unit mz:locatedIn/mz:countryCode ?country }
  FILTER(LANG(?name) = "en")
}
ORDER BY ?country ?name`;

function Sparql({ query }: ViewProps) {
  const [questions, setQuestions] = useState<Question[]>();
  useEffect(() => {
    data().part("questions").then(setQuestions, (error: unknown) => (failure.value = String(error)));
  }, []);
  return (
    <article class="sparql">
      <h1>{w("title")}</h1>
      <p>{w(data().whole ? "lead" : "leadServed")}</p>
      {questions ? <Workbench questions={questions} query={query} /> : <p>{t("loading")}</p>}
    </article>
  );
}

type State =
  | { kind: "idle" | "cancelled" }
  | { kind: "running"; starting: boolean; since: number }
  | { kind: "answered"; answer: Answer; name: string }
  | { kind: "failed"; problem: string };

function Workbench({ questions, query }: { questions: Question[]; query: Record<string, string> }) {
  const { query: asked = "", ...values } = asking(query);
  const question = questions.find((each) => each.name === asked);
  const [draft, setDraft] = useState<string>();
  const [state, setState] = useState<State>({ kind: "idle" });
  // For the names of concepts.
  useStatements("vocabulary");
  const told = question?.text ?? asked;
  const text = draft ?? (told || EXAMPLE);
  const address = href("sparql", "", asking(query));
  const last = useRef(0);

  /** Asks what the address names: what is being written is no part of it yet. */
  const run = () => {
    const turn = ++last.current;
    const settle = (next: State) => turn === last.current && setState(next);
    let ready: { text: string; added: number };
    try {
      ready = withPrefixes(question ? bound(question, values, model().index.prefixes) : asked, model().index.prefixes);
    } catch (error) {
      settle({ kind: "failed", problem: said(error) });
      return;
    }
    setState({ kind: "running", starting: !engine().ready, since: performance.now() });
    engine()
      .ask(ready.text)
      .then(
        (answer) => settle({ kind: "answered", answer, name: question?.name ?? "query" }),
        (error: unknown) =>
          settle(error instanceof Cancelled ? { kind: "cancelled" } : { kind: "failed", problem: complaint(said(error), ready.added) }),
      );
  };
  // What the address names is asked at once; what is being written, when it is run and becomes an address.
  useEffect(() => {
    setDraft(undefined);
    if (asked) run();
    else setState({ kind: "idle" });
  }, [address]);
  useEffect(() => () => void (last.current++, engine().cancel()), []);

  const ask = () => {
    if (asked && text === told) {
      run();
      return;
    }
    try {
      go("sparql", "", { query: question ? bound({ ...question, text }, values, model().index.prefixes) : text });
    } catch (error) {
      setState({ kind: "failed", problem: said(error) });
    }
  };
  const pick = (name: string) => go("sparql", "", { query: name });
  const give = (name: string, value: string) => go("sparql", "", { ...asking(route.value.query), [name]: value });
  return (
    <>
      <p class="picking">
        <label for="sparql-question">{w("library")}</label>{" "}
        <select id="sparql-question" value={question?.name ?? ""} onChange={(event) => pick(event.currentTarget.value)}>
          <option value="">{w("own")}</option>
          {questions.map((each) => (
            <option key={each.name} value={each.name}>{each.summary}</option>
          ))}
        </select>
      </p>
      {question && <p class="muted"><bdi>{question.description}</bdi></p>}
      {question && question.parameters.length > 0 && <Parameters parameters={question.parameters} values={values} give={give} />}
      <details open={!question || draft !== undefined} class="editing">
        <summary>{w("text")}</summary>
        <Editor text={text} change={setDraft} run={ask} />
      </details>
      <div class="actions">
        <button type="button" class="run" onClick={ask} disabled={state.kind === "running"}>{w("run")} ▸</button>
        {state.kind === "running" && <button type="button" onClick={() => engine().cancel()}>{w("cancel")}</button>}
      </div>
      <Outcome state={state} query={query} />
    </>
  );
}

function Outcome({ state, query }: { state: State; query: Record<string, string> }) {
  return (
    <>
      {state.kind === "running" && <Waiting starting={state.starting} since={state.since} />}
      {state.kind === "cancelled" && <p role="status">{w("cancelled")}</p>}
      {state.kind === "failed" && <p role="alert" class="failure problem"><bdi>{w("failed", { problem: state.problem })}</bdi></p>}
      {state.kind === "answered" && <AnswerView answer={state.answer} name={state.name} query={query} />}
    </>
  );
}

function Waiting({ starting, since }: { starting: boolean; since: number }) {
  const [now, setNow] = useState(since);
  useEffect(() => {
    const clock = setInterval(() => setNow(performance.now()), 500);
    return () => clearInterval(clock);
  }, []);
  const seconds = Math.round((now - since) / 1000);
  // Read out once, not each half second.
  return (
    <p>
      <span class="hidden" role="status">{w(starting ? "starting" : "running", { seconds: 0 })}</span>
      <span aria-hidden="true">{w(starting ? "starting" : "running", { seconds })}</span>
    </p>
  );
}

const KINDS = ["iri", "integer", "decimal", "date"] as const;

function said(error: unknown): string {
  if (error instanceof ValueError) {
    const kind = KINDS.find((each) => each === error.kind) ?? "string";
    return w("wrong", { name: error.parameter, value: error.value, kind: w(kind) });
  }
  return error instanceof Error ? error.message : String(error);
}

export const sparql: View = { name: "sparql", title: ["Questions", "查询"], listed: true, component: Sparql };
