/** A flow in a list: the name of its file without the ending, and what it is called. */
export interface ListedFlow {
  /** Flows in other folders are other flows, whatever they are called. */
  readonly folder: string;
  readonly stem: string;
  readonly name: string;
}

/** A flow as a row. The label leaves out what the row above it says already. */
export interface LabelledFlow<F> {
  readonly flow: F;
  readonly label: string;
}

/** A row of a list of flows. */
export type FlowBranch<F> =
  /** What several flows are about, such as a cold start. */
  | { readonly kind: 'topic'; readonly label: string; readonly branches: readonly FlowBranch<F>[] }
  /** Twins are its variants, in which something goes wrong. */
  | (LabelledFlow<F> & { readonly kind: 'flow'; readonly twins: readonly LabelledFlow<F>[] });

/** What a name says before its colon, and behind it. French has a blank before it, Japanese may have a wide one. */
const ABOUT = /^(.+?)\s*[:：]\s*(\S.*)$/su;

/**
 * Puts flows below each other. `otp-reused` is a twin of `otp` if both are in the same folder; flows whose names begin
 * alike up to a colon have one topic.
 * @param locale of the names
 */
export function flowBranches<F extends ListedFlow>(flows: readonly F[], locale?: string): FlowBranch<F>[] {
  const { firsts, twinsOf } = withTwins(flows);
  const ofTopic = new Map<string, number>();
  for (const { name } of firsts) {
    const about = aboutOf(name);
    if (about !== undefined) ofTopic.set(about, (ofTopic.get(about) ?? 0) + 1);
  }
  const topics = new Map<string, FlowBranch<F>[]>();
  const branches: FlowBranch<F>[] = [];
  for (const flow of firsts) {
    const twins = (twinsOf.get(flow) ?? []).map((twin) => ({ flow: twin, label: shortLabel(twin, flow, locale) }));
    const about = aboutOf(flow.name);
    if (about === undefined || ofTopic.get(about) === 1) {
      branches.push({ kind: 'flow', flow, label: flow.name, twins });
      continue;
    }
    let below = topics.get(about);
    if (!below) {
      below = [];
      topics.set(about, below);
      branches.push({ kind: 'topic', label: about, branches: below });
    }
    below.push({ kind: 'flow', flow, label: behindColon(flow.name, locale), twins });
  }
  return branches;
}

/** All flows of a row, with those below it. */
export function flowsIn<F>(branch: FlowBranch<F>): F[] {
  if (branch.kind === 'topic') return branch.branches.flatMap((each) => flowsIn(each));
  return [branch.flow, ...branch.twins.map(({ flow }) => flow)];
}

function withTwins<F extends ListedFlow>(flows: readonly F[]): { firsts: F[]; twinsOf: Map<F, F[]> } {
  const placeOf = ({ folder, stem }: F, length = stem.length) => `${folder}/${stem.slice(0, length)}`;
  const byPlace = new Map(flows.map((flow) => [placeOf(flow), flow]));
  const twinsOf = new Map<F, F[]>();
  const firsts: F[] = [];
  for (const flow of flows) {
    let first: F | undefined;
    // Each beginning is looked up, because comparing each file with each other takes long. The shortest one counts: a
    // twin has no twins of its own.
    for (let at = flow.stem.indexOf('-'); at >= 0 && !first; at = flow.stem.indexOf('-', at + 1)) {
      first = byPlace.get(placeOf(flow, at));
    }
    if (!first) firsts.push(flow);
    else if (twinsOf.has(first)) twinsOf.get(first)?.push(flow);
    else twinsOf.set(first, [flow]);
  }
  return { firsts, twinsOf };
}

/** What goes wrong in a twin. Its whole name where it is about something else than the flow above. */
function shortLabel(twin: ListedFlow, first: ListedFlow, locale?: string): string {
  const about = aboutOf(twin.name);
  return about !== undefined && first.name.startsWith(about) ? behindColon(twin.name, locale) : twin.name;
}

function aboutOf(name: string): string | undefined {
  return ABOUT.exec(name)?.[1];
}

function behindColon(name: string, locale?: string): string {
  const [, , behind = name] = ABOUT.exec(name) ?? [];
  const [sign = ''] = behind;
  return sign.toLocaleUpperCase(locale) + behind.slice(sign.length);
}
