/** Something that the bench measures. */
export interface Figure {
  readonly id: string;
  /** What is measured, and what it is compared with. */
  readonly what: string;
  readonly unit: Unit;
  /** What the issue or the facts ask for. Absent where the figure is only told. */
  readonly target?: Target;
  /** Which values are good. Also decides what `--compare` takes for a loss. */
  readonly better: 'lower' | 'higher';
}

/** `x` is a ratio of two times, or of two counts. */
export type Unit = 'x' | 'times as fast' | 'ms' | 'MB' | 'bytes';

export type Target = { readonly atMost: number } | { readonly atLeast: number };

const atMost = (limit: number): Pick<Figure, 'target' | 'better'> => ({ target: { atMost: limit }, better: 'lower' });
const atLeast = (limit: number): Pick<Figure, 'target' | 'better'> => ({
  target: { atLeast: limit },
  better: 'higher',
});
const lower = { better: 'lower' } as const;
const higher = { better: 'higher' } as const;

/** Every figure of the bench, in the order of the table. */
export const FIGURES = [
  {
    id: 'check.node1',
    what: 'check of 100,000 files, whole process, against Node reading and parsing them on one thread',
    unit: 'x',
    ...atMost(0.95),
  },
  { id: 'check.node2', what: '… on two workers', unit: 'x', ...atMost(1.35) },
  { id: 'check.read1', what: '… against Node only reading them on one thread', unit: 'x', ...lower },
  { id: 'check.read2', what: '… on two workers', unit: 'x', ...lower },
  {
    id: 'check.ajv',
    what: 'check of 100,000 files, all checks on, faulty files among them, against ajv-cli',
    unit: 'times as fast',
    ...atLeast(2.3),
  },
  {
    id: 'check.languageService',
    what: '… vscode-json-languageservice in a loop',
    unit: 'times as fast',
    ...atLeast(4),
  },
  { id: 'check.sourcemeta', what: '… @sourcemeta/jsonschema, exhaustive', unit: 'times as fast', ...atLeast(5.5) },
  { id: 'check.sourcemetaFast', what: '… @sourcemeta/jsonschema --fast', unit: 'times as fast', ...higher },
  { id: 'check.jq', what: '… find, xargs and jq, a part of the schema', unit: 'times as fast', ...higher },
  { id: 'check.python', what: "… Python's jsonschema-rs and orjson", unit: 'times as fast', ...higher },
  {
    id: 'small.python',
    what: "check of 10,000 files, whole process, against Python's jsonschema-rs and orjson",
    unit: 'x',
    ...atMost(1.2),
  },
  { id: 'small.node1', what: '… against Node reading and parsing them on one thread', unit: 'x', ...lower },
  { id: 'small.clean', what: '… the same, none at fault', unit: 'x', ...lower },
  { id: 'small.ajv', what: '… against ajv-cli', unit: 'times as fast', ...higher },
  { id: 'start.version', what: '--version against node -e 0', unit: 'x', ...atMost(1.5) },
  { id: 'start.ten', what: 'check of ten files against node -e 0', unit: 'x', ...atMost(2) },
  { id: 'start.serve', what: 'first line of serve against node -e 0', unit: 'x', ...atMost(3.5) },
  { id: 'start.https', what: '… with HTTPS', unit: 'x', ...atMost(3.5) },
  {
    id: 'loop.p99',
    what: 'event loop of the asking thread while 100,000 files are scanned, 99 of 100 waits',
    unit: 'ms',
    ...atMost(10),
  },
  { id: 'loop.longest', what: '… the longest wait', unit: 'ms', ...atMost(50) },
  { id: 'find.large', what: 'find in 100,000 sessions', unit: 'ms', ...atMost(16) },
  { id: 'filter.large', what: 'filter of the tree with 100,000 sessions', unit: 'ms', ...atMost(16) },
  {
    id: 'changed.events',
    what: '10 changed of 100,000 files from events, against a warm full check',
    unit: 'x',
    ...atMost(0.002),
  },
  { id: 'changed.scan', what: '… by stat scan, against a warm full check', unit: 'x', ...atMost(0.35) },
  { id: 'million.memory', what: 'memory of the whole process of check at a million files', unit: 'MB', ...atMost(400) },
  { id: 'million.index', what: 'memory of the index at a million sessions, for each', unit: 'bytes', ...atMost(100) },
  { id: 'million.find', what: 'find in a million sessions', unit: 'ms', ...atMost(60) },
  { id: 'million.filter', what: 'filter of the tree with a million sessions', unit: 'ms', ...atMost(60) },
  { id: 'million.longest', what: 'longest wait of the asking thread while a million is scanned', unit: 'ms', ...lower },
  {
    id: 'server.lookup',
    what: 'lookups of a session in a second, against bare node:http',
    unit: 'x',
    ...atLeast(0.85),
  },
  { id: 'server.fastify', what: '… Fastify alone, against bare node:http', unit: 'x', ...higher },
  {
    id: 'server.login',
    what: '$authenticate of a new device and a request, against bare node:http; each writes a file, safely',
    unit: 'x',
    ...higher,
  },
  {
    id: 'server.recovery',
    what: 'new web sessions that outlive a crash, against the same without that',
    unit: 'x',
    ...higher,
  },
  {
    id: 'server.pause',
    what: 'longest wait of another request while a state of 50,000 web sessions is told or replaced',
    unit: 'ms',
    ...atMost(100),
  },
  {
    id: 'run.shipped',
    what: 'run of the shipped scenarios, for each, against node -e 0',
    unit: 'x',
    ...atMost(3.5),
  },
  {
    id: 'text.long',
    what: 'a text that is made to take long, against one of an eighth of its length',
    unit: 'x',
    ...atMost(16),
  },
  {
    id: 'check.instructions',
    what: 'instructions of check, against those of Node reading and parsing on one thread (perf)',
    unit: 'x',
    ...lower,
  },
] as const satisfies readonly Figure[];

export type FigureId = (typeof FIGURES)[number]['id'];

export function figureOf(id: FigureId): Figure {
  return FIGURES.find((figure) => figure.id === id) as Figure;
}
