/** A call, without the name of the program, and what it is for. */
export type CommandExample = readonly [call: string, words: string];

/** What a newcomer does first. */
const FIRST: readonly CommandExample[] = [
  ['session-workbench sample demo', 'make session files to play with, some of them at fault'],
  ['session-workbench check', 'say which session files below this folder are at fault, and why'],
  ['session-workbench serve', 'be the server that the app talks to, until Ctrl+C'],
  ['session-workbench help check', 'explain one command, with examples'],
];

const EXAMPLES: Readonly<Record<string, readonly CommandExample[]>> = {
  check: [
    ['session-workbench check', 'all session files below this folder'],
    ['session-workbench check Data/MobileApps --format json', 'the same as JSON, for a program'],
  ],
  fix: [
    ['session-workbench fix --dry-run', 'say what would be repaired, and write nothing'],
    ['session-workbench fix --only mobi/1', 'put files into the folders that they belong in'],
  ],
  decode: [
    [
      'session-workbench decode eyJhcHBOYW1lSUQiOiJhcHAiLCJpZCI6IjFmIiwidGVhbUlEIjoiVCJ9',
      'what a connection token says',
    ],
  ],
  sample: [['session-workbench sample demo --sessions 10 --faults 50', 'ten session files, half of them at fault']],
  serve: [
    ['session-workbench serve', 'for the MobileApps folder at or under this folder'],
    ['session-workbench serve --port 8080 --host 0.0.0.0', 'let phones of the local network in, after pairing'],
  ],
  exec: [['session-workbench exec -- node --test', 'run tests beside a server of their own']],
  refresh: [
    ['session-workbench refresh', 'on the dev server that serves the folder here'],
    ['session-workbench refresh --target https://example.com/refresh', 'on another server, which has a push target'],
  ],
  run: [
    ['session-workbench run flows', 'all scenarios in a folder'],
    ['session-workbench run login.scenario.json --format junit', 'one scenario, for a pipeline'],
    ['session-workbench run flows --format github', 'with annotations and a summary in GitHub Actions'],
  ],
  mcp: [
    ['session-workbench mcp --root .', 'serve an agent that works in this folder'],
    ['session-workbench mcp --read-only', 'the same with tools that only look'],
  ],
  completion: [
    ['source <(session-workbench completion bash)', 'complete commands, options and values in this shell'],
    [
      'session-workbench completion fish > ~/.config/fish/completions/session-workbench.fish',
      'in each fish from now on',
    ],
  ],
  help: [['session-workbench help serve', 'what serve does, with its options']],
};

/** @param command without it, those of the whole program */
export function commandExamples(command?: string): readonly CommandExample[] {
  return command === undefined ? FIRST : (EXAMPLES[command] ?? []);
}
